using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MoodleNodeAgent.LocalCloud.Api.Identity;

/// <summary>What the metadata service answers under /opc/v2/identity, each in PEM.</summary>
/// <param name="Certificate">The instance's certificate.</param>
/// <param name="Key">Its private key.</param>
/// <param name="Intermediate">The authority that issued it.</param>
internal sealed record InstanceIdentity(string Certificate, string Key, string Intermediate);

/// <summary>The region's certificate authority for instances: a root, an intermediate, and leaves of two
/// hours.</summary>
internal sealed class InstanceCertificates : IDisposable
{
    private static readonly TimeSpan LeafLifetime = TimeSpan.FromHours(2);
    private readonly TimeProvider _clock;
    private readonly Lazy<(X509Certificate2 Root, X509Certificate2 Intermediate)> _authorities;

    public InstanceCertificates(TimeProvider clock)
    {
        _clock = clock;
        _authorities = new(MakeAuthorities);
    }

    /// <summary>The root's certificate; made at the first question.</summary>
    public X509Certificate2 Root => _authorities.Value.Root;

    /// <summary>A fresh identity of an instance.</summary>
    public InstanceIdentity Issue(Resource instance, string tenancyId)
    {
        using var key = RSA.Create(2048);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(instance.Id);
        name.AddOrganizationalUnitName("opc-certtype:instance");
        name.AddOrganizationalUnitName($"opc-compartment:{instance.CompartmentId}");
        name.AddOrganizationalUnitName($"opc-instance:{instance.Id}");
        name.AddOrganizationalUnitName($"opc-tenant:{tenancyId}");
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        DateTimeOffset now = _clock.GetUtcNow();
        X509Certificate2 issuer = _authorities.Value.Intermediate;
        using X509Certificate2 leaf = request.Create(
            issuer, now.AddMinutes(-1), now + LeafLifetime, RandomNumberGenerator.GetBytes(16));
        return new InstanceIdentity(
            leaf.ExportCertificatePem() + "\n", key.ExportRSAPrivateKeyPem() + "\n",
                issuer.ExportCertificatePem() + "\n");
    }

    /// <summary>Whether the leaf is of this authority and valid now.</summary>
    public bool Trusts(X509Certificate2 leaf)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _clock.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.CustomTrustStore.Add(_authorities.Value.Root);
        chain.ChainPolicy.ExtraStore.Add(_authorities.Value.Intermediate);
        return chain.Build(leaf);
    }

    /// <summary>SHA-1 of a certificate as in the key id of a federation request.</summary>
    public static string Fingerprint(X509Certificate2 certificate)
    {
#pragma warning disable CA5350 // OCI names certificates by SHA-1; the chain is what is trusted.
        byte[] hash = SHA1.HashData(certificate.RawData);
#pragma warning restore CA5350
        return string.Join(':', hash.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }

    /// <summary>One value of the subject's organizational units, such as opc-instance.</summary>
    public static string? Unit(X509Certificate2 certificate, string name) => certificate.SubjectName
        .EnumerateRelativeDistinguishedNames()
        .Select(part => part.GetSingleElementValue() ?? "")
        .FirstOrDefault(value => value.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..];

    public void Dispose()
    {
        if (_authorities.IsValueCreated)
        {
            _authorities.Value.Root.Dispose();
            _authorities.Value.Intermediate.Dispose();
        }
    }

    private (X509Certificate2 Root, X509Certificate2 Intermediate) MakeAuthorities()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        var rootKey = RSA.Create(2048);
        CertificateRequest root = Authority("CN=Local Cloud Identity Root", rootKey);
        X509Certificate2 rootCertificate = root.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        var key = RSA.Create(2048);
        using X509Certificate2 made = Authority("CN=PKISVC Identity Intermediate r2", key).Create(
            rootCertificate, now.AddDays(-1), now.AddYears(1), RandomNumberGenerator.GetBytes(16));
        return (rootCertificate, made.CopyWithPrivateKey(key));
    }

    private static CertificateRequest Authority(string name, RSA key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return request;
    }
}
