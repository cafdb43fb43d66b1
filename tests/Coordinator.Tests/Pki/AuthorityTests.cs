using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Pki;

public sealed class AuthorityTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z"));

    [Fact]
    [Trait("Feature", "36")]
    public void An_agents_certificate_lives_seven_days_and_may_only_be_a_client()
    {
        using Authority authority = Authority.Create(_time);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = Agent(authority, key);

        Assert.Equal(_time.GetUtcNow().AddDays(7).UtcDateTime, certificate.NotAfter.ToUniversalTime());
        Assert.Equal("CN=web-1", certificate.Subject);
        Assert.Equal(
            "1.3.6.1.5.5.7.3.2",
            Assert.Single(certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single()
                .EnhancedKeyUsages.Cast<Oid>()).Value);
        Assert.Equal(
            X509KeyUsageFlags.DigitalSignature,
            certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.False(
            certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        _time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        Assert.False(authority.IsIssuedBy(authority.Agents, certificate));
    }

    [Fact]
    public void The_names_and_extensions_of_a_request_are_ignored()
    {
        using Authority authority = Authority.Create(_time);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=root,O=evil", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        IssuedCertificate issued = authority.IssueAgent("web-1", request.CreateSigningRequest());

        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(issued.Certificate);
        Assert.Equal("CN=web-1", certificate.Subject);
        Assert.False(
            certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
    }

    [Fact]
    public void A_node_certificate_cannot_sign_another_one()
    {
        using Authority authority = Authority.Create(_time);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 node = Agent(authority, key).CopyWithPrivateKey(key);
        var request = new CertificateRequest("CN=web-2", otherKey, HashAlgorithmName.SHA256);
        using X509Certificate2 forged = request.Create(
            node.SubjectName,
            X509SignatureGenerator.CreateForECDsa(key),
            node.NotBefore,
            node.NotAfter,
            [1, 2, 3]);

        Assert.False(authority.IsIssuedBy(authority.Agents, forged));
    }

    [Fact]
    public void Keys_other_than_P256_and_garbage_are_refused()
    {
        using ECDsa large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        byte[] request = new CertificateRequest("CN=a", large, HashAlgorithmName.SHA256).CreateSigningRequest();

        Assert.Throws<CertificateRequestException>(() => CertificateRequests.ReadPublicKey(request));
        Assert.Throws<CertificateRequestException>(() => CertificateRequests.ReadPublicKey([]));
        Assert.Throws<CertificateRequestException>(() => CertificateRequests.ReadPublicKey([0x30, 0x82, 0xFF, 0xFF]));
        Assert.Throws<CertificateRequestException>(
            () => CertificateRequests.ReadPublicKey(new byte[CertificateRequests.MaxLength + 1]));
    }

    [Fact]
    public void Serial_numbers_do_not_repeat()
    {
        using Authority authority = Authority.Create(_time);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] request = new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256).CreateSigningRequest();

        string[] serials = [.. Enumerable.Range(0, 50).Select(_ => authority.IssueAgent("web-1", request).Serial)];

        Assert.Equal(serials.Length, serials.Distinct().Count());
    }

    [Fact]
    public void After_a_restart_the_authority_is_the_same_and_its_keys_are_not_readable_on_disk()
    {
        string folder = Directory.CreateTempSubdirectory("authority-").FullName;
        byte[] root;
        using (SiteStore store = SiteStore.Open(folder, _time))
        {
            using Authority first = AuthorityStore.LoadOrCreate(store.Documents, _time);
            root = first.Root.RawData;
        }

        using (SiteStore store = SiteStore.Open(folder, _time))
        {
            using Authority second = AuthorityStore.LoadOrCreate(store.Documents, _time);
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using X509Certificate2 certificate = Agent(second, key);
            Assert.Equal(root, second.Root.RawData);
            Assert.True(second.IsIssuedBy(second.Agents, certificate));
        }

        foreach (string file in Directory.EnumerateFiles(folder))
        {
            Assert.DoesNotContain("PRIVATE KEY", File.ReadAllText(file), StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Revocations_outlive_a_restart_and_are_forgotten_when_the_certificate_has_ended_anyway()
    {
        string folder = Directory.CreateTempSubdirectory("revocations-").FullName;
        using SiteStore store = SiteStore.Open(folder, _time);
        using Authority authority = Authority.Create(_time);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] request = new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        IssuedCertificate issued = authority.IssueAgent("web-1", request);
        var revocations = new Revocations(store.Documents, _time);
        revocations.Record("web-1", issued);
        Assert.False(revocations.IsRevoked(issued.Serial));

        revocations.RevokeNode("web-1");

        Assert.True(revocations.IsRevoked(issued.Serial));
        var again = new Revocations(store.Documents, _time);
        Assert.True(again.IsRevoked(issued.Serial));
        _time.Advance(TimeSpan.FromDays(8));
        again.RevokeNode("web-2");
        Assert.False(again.IsRevoked(issued.Serial));
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Server_certificates_are_made_for_coordinators_names_only_and_renewed_at_half_their_life()
    {
        using Authority authority = Authority.Create(_time);
        var servers = new ServerCertificates(authority, _time);

        X509Certificate2 first = servers.Find("control.demo.internal")!.TargetCertificate;
        Assert.Same(first, servers.Find("control.demo.internal")!.TargetCertificate);
        _time.Advance(TimeSpan.FromDays(3.6));
        Assert.NotSame(first, servers.Find("control.demo.internal")!.TargetCertificate);
        Assert.Null(servers.Find(""));
        Assert.Null(servers.Find("www.example.edu"));
        Assert.Null(servers.Find("control..internal"));
        Assert.Null(servers.Find("control.a.b.internal"));
    }

    private static X509Certificate2 Agent(Authority authority, ECDsa key) => X509CertificateLoader.LoadCertificate(
        authority.IssueAgent(
            "web-1",
            new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest()).Certificate);
}
