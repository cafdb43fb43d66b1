using FsCheck;
using FsCheck.Fluent;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class FstabTests
{
    private static readonly FstabEntry Entry = new("10.0.1.10:/moodledata", "/var/www/moodledata", "nfs", "defaults,nosuid");

    // Pieces of which fstabs of all kinds are put together: ours, foreign, broken, without a last line's end.
    private static readonly Arbitrary<string> Files = Gen.Elements(
            "# comment\n", "\n", "\t\n", "UUID=1 / xfs defaults 0 0\n", "tmpfs\t/tmp\ttmpfs  size=1g\n",
            "10.0.1.9:/moodledata /var/www/moodledata nfs ro 0 0\n",
            " 10.0.1.10:/moodledata\t/var/www/moodledata nfs defaults,nosuid\n",
            "#10.0.1.9:/x /var/www/moodledata nfs ro 0 0\n", "garbage\n", "\u00e9\u00ff /mnt/\\040x ext4 rw\r\n",
            "/dev/sdb /var/www/moodledata2 ext4 rw 0 2", "/dev/sdc /srv ext4 rw 0 2 # why\n")
        .ListOf().Select(parts => string.Concat(parts)).ToArbitrary();

    [Fact]
    public void Foreign_lines_stay_byte_for_byte_and_in_order() => Prop.ForAll(Files, text =>
    {
        var before = Foreign(text);
        var after = Foreign(Fstab.With(text, Entry));
        // A last line without an end gets one, since ours follows.
        return after == before || (after == before + "\n" && !text.EndsWith('\n'));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_entry_stands_there_exactly_once() => Prop.ForAll(Files, text =>
        Fstab.With(text, Entry).Split('\n').Select(Fstab.Parse).Count(entry => entry?.Path == Entry.Path) == 1
        && Fstab.Parse(Fstab.LineOf(Fstab.With(text, Entry), Entry.Path)!) == Entry).QuickCheckThrowOnFailure();

    [Fact]
    public void A_second_edit_changes_nothing() => Prop.ForAll(Files, text =>
        Fstab.With(Fstab.With(text, Entry), Entry) == Fstab.With(text, Entry)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_field_of_any_letters_survives_a_line() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyString>(),
        field => Fstab.Decode(Fstab.Encode(field.Get)) == field.Get
            && !Fstab.Encode(field.Get).Any(letter => letter is ' ' or '\t' or '\n')).QuickCheckThrowOnFailure();

    [Fact]
    public void A_line_that_is_right_but_spaced_otherwise_is_left_alone()
    {
        const string text = "10.0.1.10:/moodledata\t\t/var/www/moodledata   nfs  defaults,nosuid\t0 0\n";

        Assert.Equal(text, Fstab.With(text, Entry));
    }

    /// <summary>The file without our lines.</summary>
    private static string Foreign(string text) => string.Concat(
        text.Split('\n').Select((line, index) => index < text.Count(letter => letter == '\n') ? line + "\n" : line)
            .Where(line => Fstab.Parse(line)?.Path != Entry.Path));
}
