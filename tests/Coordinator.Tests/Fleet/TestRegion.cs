using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>A region's authority for instances, in the hands of a test: root, intermediate, and leaves of any kind.
/// </summary>
public sealed class TestRegion : IDisposable
{
    public const string Compartment = "ocid1.compartment.oc1..aaaaaaaacampus";
    public const string Tenancy = "ocid1.tenancy.oc1..aaaaaaaaschool";

    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly RSA leafKey = RSA.Create(2048);

    public TestRegion()
    {
        Root = MakeRoot("CN=Test Identity Root");
        Intermediate = MakeIntermediate(Root);
    }

    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    public static FakeTimeProvider Clock() => new(Now);

    public static string IdOf(string node) => $"ocid1.instance.oc1.eu-frankfurt-1.anthel{node.Replace("-", "")}";

    /// <summary>The units of an instance's subject.</summary>
    public static List<string> Units(string instance) =>
    [
        "opc-certtype:instance", $"opc-compartment:{Compartment}", $"opc-instance:{instance}", $"opc-tenant:{Tenancy}",
    ];

    public static X509Certificate2 MakeRoot(string name)
    {
        using var key = RSA.Create(2048);
        return Authority(name, key).CreateSelfSigned(Now.AddDays(-1), Now.AddYears(20));
    }

    public static X509Certificate2 MakeIntermediate(
        X509Certificate2 root, int bits = 2048, DateTimeOffset? end = null, bool isAuthority = true)
    {
        using var key = RSA.Create(bits);
        var request = isAuthority
            ? Authority("CN=PKISVC Identity Intermediate r2", key)
            : new CertificateRequest(
                "CN=PKISVC Identity Intermediate r2", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.Create(
            root, Now.AddDays(-1), end ?? Now.AddYears(1), RandomNumberGenerator.GetBytes(16));
        return made.CopyWithPrivateKey(key);
    }

    /// <summary>A leaf as the cloud makes it, or with one thing wrong.</summary>
    public X509Certificate2 Leaf(
        string instance, X509Certificate2? issuer = null, IReadOnlyList<string>? units = null, string? commonName = null,
        RSA? key = null, TimeSpan? begin = null, bool isAuthority = false, string usage = ClientAuthentication,
        bool isWeaklySigned = false)
    {
        key ??= leafKey;
        var request = new CertificateRequest(
            Subject(commonName ?? instance, units ?? Units(instance)), key, HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        var from = Now + (begin ?? TimeSpan.FromMinutes(-1));
        // By the key and not by the certificate: .NET would refuse issuers that may not issue.
        using RSA signer = (issuer ?? Intermediate).GetRSAPrivateKey()!;
        X509SignatureGenerator generator = isWeaklySigned
            ? new Sha1Signatures(signer)
            : X509SignatureGenerator.CreateForRSA(signer, RSASignaturePadding.Pkcs1);
        using var made = request.Create(
            (issuer ?? Intermediate).SubjectName, generator, from, from + TimeSpan.FromHours(2),
            RandomNumberGenerator.GetBytes(16));
        return made.CopyWithPrivateKey(key);
    }

    public static X500DistinguishedName Subject(string commonName, IReadOnlyList<string> units)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        foreach (var unit in units)
        {
            name.AddOrganizationalUnitName(unit);
        }

        return name.Build();
    }

    public void Dispose()
    {
        Root.Dispose();
        Intermediate.Dispose();
        leafKey.Dispose();
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

/// <summary>Signs certificates as nobody should any more.</summary>
internal sealed class Sha1Signatures(RSA key) : X509SignatureGenerator
{
    // AlgorithmIdentifier of sha1WithRSAEncryption (RFC 3279).
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
        Convert.FromHexString("300D06092A864886F70D0101050500");

#pragma warning disable CA5350 // That it is weak is the point.
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
        key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
#pragma warning restore CA5350

    protected override PublicKey BuildPublicKey() => new(key);
}

/// <summary>What the coordinator believes about instances, as a test says.</summary>
internal sealed class TestTrust : IInstanceTrust
{
    public Dictionary<string, LaunchedInstance> Launched { get; } = new()
    {
        ["web-1"] = new(TestRegion.IdOf("web-1"), TestRegion.Compartment, TestRegion.Tenancy),
        ["web-2"] = new(TestRegion.IdOf("web-2"), TestRegion.Compartment, TestRegion.Tenancy),
    };

    public IReadOnlyList<X509Certificate2> Roots { get; set; } = [];

    public Exception? Failure { get; set; }

    public LaunchedInstance? Find(string node) => Launched.GetValueOrDefault(node);

    public Task<IReadOnlyList<X509Certificate2>> RootsAsync(CancellationToken cancellation) =>
        Failure is null ? Task.FromResult(Roots) : Task.FromException<IReadOnlyList<X509Certificate2>>(Failure);
}
