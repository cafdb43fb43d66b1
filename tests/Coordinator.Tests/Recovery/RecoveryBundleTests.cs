using System.Text;

namespace MoodleNodeAgent.Coordinator.Recovery;

public sealed class RecoveryBundleTests
{
    private const string Passphrase = "correct horse battery staple";

    private static readonly RecoveryContent Content = new()
    {
        Site = "campus",
        Saved = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        StoreKey = [1, 2, 3],
        Secrets = new Dictionary<string, string> { ["app/admin"] = "very-secret-password" },
        Documents = [new RecoveryDocument("authority", "site", true, [4, 5, 6])],
    };

    private static readonly byte[] Sealed = RecoveryBundle.Seal(Content, Passphrase);

    [Fact]
    public void A_bundle_gives_back_what_was_sealed_and_shows_nothing_of_it()
    {
        var opened = RecoveryBundle.Open(Sealed, Passphrase);

        Assert.Equal("very-secret-password", opened.Secrets["app/admin"]);
        Assert.Equal([1, 2, 3], opened.StoreKey);
        Assert.Equal([4, 5, 6], Assert.Single(opened.Documents).Content);
        Assert.DoesNotContain("password", Encoding.Latin1.GetString(Sealed), StringComparison.Ordinal);
        Assert.DoesNotContain("campus", Encoding.Latin1.GetString(Sealed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong horse battery staple", -1, "does not open this bundle")]
    [InlineData(Passphrase, 0, "no recovery bundle")]
    [InlineData(Passphrase, 16, "damaged")]
    [InlineData(Passphrase, 25, "does not open this bundle")]
    [InlineData(Passphrase, 60, "does not open this bundle")]
    public void When_the_bundle_or_the_passphrase_is_another_one_nothing_is_opened(string passphrase, int flipped, string told)
    {
        byte[] bundle = [.. Sealed];
        if (flipped >= 0)
        {
            bundle[flipped] ^= 0x80;
        }

        if (flipped == 16)
        {
            bundle[15] = 0x7F;
        }

        var failure = Assert.Throws<RecoveryException>(() => RecoveryBundle.Open(bundle, passphrase));

        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_passphrase_is_refused() =>
        Assert.Throws<RecoveryException>(() => RecoveryBundle.Seal(Content, "short"));

    [Fact]
    public void A_truncated_bundle_is_told() =>
        Assert.Throws<RecoveryException>(() => RecoveryBundle.Open(Sealed.AsSpan(0, 30), Passphrase));
}
