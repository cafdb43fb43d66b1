using System.Text;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Tests.Store;

public sealed class SiteStoreTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mna-store-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_secret_is_made_once_and_is_the_same_after_a_restart()
    {
        string made;
        using (var store = Open())
        {
            made = store.Secrets.GetOrCreate(SecretNames.DatabaseAdmin).Reveal();
        }

        using var again = Open();

        Assert.Equal(made, again.Secrets.GetOrCreate(SecretNames.DatabaseAdmin).Reveal());
        Assert.Equal("***", again.Secrets.Find(SecretNames.DatabaseAdmin)!.ToString());
    }

    [Fact]
    public void Every_generated_password_fits_the_rules_of_MySQL()
    {
        for (var round = 0; round < 200; round++)
        {
            var value = SecretStore.Generate();
            Assert.InRange(value.Length, 8, 32);
            Assert.Contains(value, char.IsAsciiDigit);
            Assert.Contains(value, char.IsAsciiLetterLower);
            Assert.Contains(value, char.IsAsciiLetterUpper);
            Assert.Contains(value, letter => letter is '-' or '_' or '.');
            Assert.True(char.IsAsciiLetter(value[0]));
        }
    }

    [Fact]
    [Trait("Feature", "40")]
    public void What_is_put_encrypted_is_not_in_the_file()
    {
        const string canary = "CANARY-7f3a91";
        using (var store = Open())
        {
            store.Documents.PutEncrypted("kind", "id", Encoding.UTF8.GetBytes(canary));
            store.Journal("campus").Begin("step", "Call", Encoding.UTF8.GetBytes(canary), epoch: 1);
            Assert.Equal(canary, Encoding.UTF8.GetString(store.Documents.Get("kind", "id")!));
        }

        var bytes = string.Concat(folder.EnumerateFiles()
            .Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName))));
        Assert.DoesNotContain(canary, bytes, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_call_gets_a_new_token_and_an_unanswered_one_keeps_its_own()
    {
        using var store = Open();
        var journal = store.Journal("campus");
        var first = journal.Begin("network/vcn", "CreateVcn", "{}"u8, epoch: 1);

        Assert.Equal(first.Token, journal.FindUnanswered("network/vcn")!.Token);
        journal.Fail(first, "400");
        var second = journal.Begin("network/vcn", "CreateVcn", "{}"u8, epoch: 1);
        journal.Succeed(second, "ocid1.vcn");
        var third = journal.Begin("network/vcn", "CreateVcn", "{}"u8, epoch: 1);

        Assert.Equal(3, new[] { first.Token, second.Token, third.Token }.Distinct().Count());
        Assert.All([first, second, third], intent => Assert.InRange(intent.Token.Length, 1, 64));
        Assert.Equal("ocid1.vcn", journal.FindResource("network/vcn"));
    }

    [Fact]
    [Trait("Feature", "48")]
    public void When_another_coordinator_takes_over_the_first_one_may_not_write_any_more()
    {
        using var store = Open();
        var applies = store.Applies("campus");
        var first = applies.TryStart("one", TimeSpan.FromMinutes(1))!;

        Assert.Null(applies.TryStart("two", TimeSpan.FromMinutes(1)));
        applies.Renew(first, TimeSpan.FromSeconds(-1));
        var second = applies.TryStart("two", TimeSpan.FromMinutes(1))!;

        Assert.True(second.Epoch > first.Epoch);
        Assert.Throws<LeaseLostException>(() => applies.Renew(first, TimeSpan.FromMinutes(1)));
        Assert.Throws<LeaseLostException>(
            () => store.Journal("campus").Begin("step", "Call", "{}"u8, first.Epoch));
    }

    [Fact]
    public void A_store_with_another_key_says_what_is_wrong()
    {
        using (var store = Open())
        {
            store.Secrets.GetOrCreate(SecretNames.AppAdmin);
        }

        File.WriteAllBytes(Path.Combine(folder.FullName, "coordinator.key"), new byte[32]);
        using var again = Open();

        var error = Assert.Throws<InvalidDataException>(() => again.Secrets.Find(SecretNames.AppAdmin));
        Assert.Contains("Put back the key file", error.Message, StringComparison.Ordinal);
    }

    private SiteStore Open() => SiteStore.Open(folder.FullName, TimeProvider.System);
}
