using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Operators;

public sealed class OperatorFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mna-cards-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ECDsa authority = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private OperatorFolder Folder => new(Path.Combine(root, "campus"));

    public void Dispose()
    {
        authority.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void A_request_makes_a_key_that_only_its_owner_may_read_and_makes_it_once()
    {
        var first = CertificateRequest.LoadSigningRequest(Folder.Request(), HashAlgorithmName.SHA256);
        var second = CertificateRequest.LoadSigningRequest(Folder.Request(), HashAlgorithmName.SHA256);

        Assert.Equal(first.PublicKey.EncodedKeyValue.RawData, second.PublicKey.EncodedKeyValue.RawData);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(root, "campus", "key.pem")));
    }

    [Fact]
    public void A_card_of_another_key_is_refused()
    {
        Folder.Request();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=operator", other, HashAlgorithmName.SHA256).CreateSigningRequest();

        var failure = Assert.Throws<CommandFailure>(() => Folder.Install(CardFor(request)));

        Assert.Contains("another key", failure.Message, StringComparison.Ordinal);
        Assert.False(Folder.IsComplete);
    }

    [Fact]
    public void A_card_past_half_its_life_is_renewed_and_the_new_one_kept()
    {
        Folder.Install(CardFor(Folder.Request()));
        var asked = 0;
        OperatorCard? Renew(OperatorCard card, X509Certificate2 identity, byte[] request)
        {
            asked++;
            return CardFor(request);
        }

        Folder.Open(clock, Renew).Identity.Dispose();
        Assert.Equal(0, asked);
        clock.Advance(TimeSpan.FromDays(4));
        Folder.Open(clock, Renew).Identity.Dispose();
        Assert.Equal(1, asked);
        Folder.Open(clock, Renew).Identity.Dispose();
        Assert.Equal(1, asked);
    }

    [Fact]
    public void When_the_renewal_fails_the_old_card_goes_on_until_it_ends_and_then_the_error_says_what_to_do()
    {
        Folder.Install(CardFor(Folder.Request()));
        clock.Advance(TimeSpan.FromDays(6));
        Folder.Open(clock, (_, _, _) => null).Identity.Dispose();
        clock.Advance(TimeSpan.FromDays(2));

        var failure = Assert.Throws<CommandFailure>(() => Folder.Open(clock, (_, _, _) => null));

        Assert.Contains("moodlectl operators add", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_folders_with_key_and_card_count_as_sites()
    {
        Folder.Install(CardFor(Folder.Request()));
        new OperatorFolder(Path.Combine(root, "half")).Request();

        Assert.Equal(["campus"], OperatorFolder.SitesOf(root));
        Assert.Empty(OperatorFolder.SitesOf(Path.Combine(root, "none")));
    }

    private OperatorCard CardFor(byte[] pkcs10)
    {
        var key = CertificateRequest.LoadSigningRequest(pkcs10, HashAlgorithmName.SHA256).PublicKey;
        var now = clock.GetUtcNow();
        using var certificate = new CertificateRequest(new X500DistinguishedName("CN=alice"), key, HashAlgorithmName.SHA256)
            .Create(new X500DistinguishedName("CN=root"), X509SignatureGenerator.CreateForECDsa(authority), now, now.AddDays(7), [1, 2]);
        return OperatorCard.Of(
            new OperatorCertificate
            {
                Name = "alice",
                Role = OperatorRole.Admin,
                Certificate = ByteString.CopyFrom(certificate.RawData),
                Root = ByteString.CopyFrom(certificate.RawData),
                ServerName = "control.campus.internal",
                Address = "10.0.0.5:7445",
            },
            address: null);
    }
}
