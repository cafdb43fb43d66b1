using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog.Core;

namespace MoodleNodeAgent.Agent.Executor;

public sealed class TrustedRootsFileTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly X509Certificate2 first = Root("first");
    private readonly X509Certificate2 second = Root("second");

    public TrustedRootsFileTests() => File.WriteAllText(file, first.ExportCertificatePem());

    [Fact]
    public void A_root_that_the_present_one_certifies_is_trusted_and_the_former_one_goes_when_it_is_left_out()
    {
        Take(Cross(second, first), second, first);
        Assert.Equal([second.Thumbprint, first.Thumbprint], Trusted());

        Take(Cross(second, first), second);
        Assert.Equal([second.Thumbprint], Trusted());
    }

    [Fact]
    public void A_node_that_was_away_goes_over_in_one_step()
    {
        Take(Cross(second, first), second);

        Assert.Equal([second.Thumbprint], Trusted());
    }

    [Fact]
    public void When_a_link_brings_a_root_that_nobody_certified_nothing_changes()
    {
        using X509Certificate2 strange = Root("strange");
        using X509Certificate2 sameName = Root("first");
        X509Certificate2[] crosses =
        [
            Cross(strange, strange), Cross(strange, sameName), Cross(second, first), strange, first, Leaf(strange, first),
        ];
        foreach (X509Certificate2 cross in crosses)
        {
            Take(cross, strange);
            Take(cross, strange, first);
            Assert.Equal([first.Thumbprint], Trusted());
        }
    }

    [Fact]
    public void When_a_message_is_malformed_nothing_changes()
    {
        TrustedRoots[] messages =
        [
            new(),
            new() { Roots = { ByteString.CopyFrom(first.RawData) } },
            new() { Roots = { ByteString.CopyFromUtf8("no certificate") }, Cross = ByteString.CopyFrom(first.RawData) },
            new() { Roots = { ByteString.CopyFrom(second.RawData) }, Cross = ByteString.CopyFromUtf8("no certificate") },
            new() { Roots = { ByteString.CopyFrom(new byte[20_000]) }, Cross = ByteString.CopyFrom(first.RawData) },
            new()
            {
                Roots = { Enumerable.Repeat(ByteString.CopyFrom(first.RawData), 5) },
                Cross = ByteString.CopyFrom(Cross(second, first).RawData),
            },
        ];
        foreach (TrustedRoots message in messages)
        {
            new TrustedRootsFile(file, Logger.None).Take(message);
            Assert.Equal([first.Thumbprint], Trusted());
        }
    }

    public void Dispose()
    {
        File.Delete(file);
        first.Dispose();
        second.Dispose();
    }

    private static X509Certificate2 Root(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Request($"CN={name}", new PublicKey(key), key, isAuthority: true)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
    }

    private static X509Certificate2 Cross(X509Certificate2 other, X509Certificate2 root) => Sign(other, root, isAuthority: true);

    private static X509Certificate2 Leaf(X509Certificate2 other, X509Certificate2 root) => Sign(other, root, isAuthority: false);

    private static X509Certificate2 Sign(X509Certificate2 other, X509Certificate2 root, bool isAuthority) =>
        Request(other.Subject, other.PublicKey, key: null, isAuthority)
            .Create(root, root.NotBefore, root.NotAfter, RandomNumberGenerator.GetBytes(8));

    private static CertificateRequest Request(string subject, PublicKey publicKey, ECDsa? key, bool isAuthority)
    {
        CertificateRequest request = key is null
            ? new(new X500DistinguishedName(subject), publicKey, HashAlgorithmName.SHA256)
            : new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, isAuthority, 1, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(publicKey, critical: false));
        return request;
    }

    private void Take(X509Certificate2 cross, params X509Certificate2[] roots) => new TrustedRootsFile(file, Logger.None).Take(
        new TrustedRoots
        {
            Roots = { roots.Select(root => ByteString.CopyFrom(root.RawData)) },
            Cross = ByteString.CopyFrom(cross.RawData),
        });

    private string[] Trusted()
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file);
        return [.. roots.Select(root => root.Thumbprint)];
    }
}
