using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>The site's certificate authority: one root, an intermediate for agents and one for operators.</summary>
internal sealed class Authority : IDisposable
{
    /// <summary>Life of root and intermediates.</summary>
    public static readonly TimeSpan RootLife = TimeSpan.FromDays(3652);

    /// <summary>Life of a leaf certificate; holders renew at half of it.</summary>
    public static readonly TimeSpan LeafLife = TimeSpan.FromDays(7);

    // A host whose clock is a little behind must not refuse a certificate made just now.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly TimeProvider _time;

    private Authority(
        TimeProvider time, X509Certificate2 root, X509Certificate2 agents, X509Certificate2 operators)
    {
        _time = time;
        Root = root;
        Agents = agents;
        Operators = operators;
    }

    /// <summary>Root certificate with its key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Intermediate that signs agents, with its key.</summary>
    public X509Certificate2 Agents { get; }

    /// <summary>Intermediate that signs operators, with its key.</summary>
    public X509Certificate2 Operators { get; }

    /// <summary>Makes a new authority.</summary>
    public static Authority Create(TimeProvider time)
    {
        string mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        X509Certificate2 root = CreateRoot($"Moodle Node Agent root {mark}", time);
        return new Authority(
            time,
            root,
            CreateIntermediate($"Moodle Node Agent agents {mark}", root),
            CreateIntermediate($"Moodle Node Agent operators {mark}", root));
    }

    /// <summary>Reads what Export wrote.</summary>
    public static Authority Import(ReadOnlySpan<byte> exported, TimeProvider time)
    {
        string[] pem = Encoding.ASCII.GetString(exported).Split('\0');
        return pem is [var root, var agents, var operators]
            ? new Authority(time, FromPem(root), FromPem(agents), FromPem(operators))
            : throw new CryptographicException("The stored authority is not readable: want three certificates.");
    }

    /// <summary>Certificates and private keys in clear, for an encrypted store only.</summary>
    public byte[] Export() =>
        Encoding.ASCII.GetBytes(string.Join('\0', new[] { Root, Agents, Operators }.Select(ToPem)));

    /// <summary>A certificate by which an agent proves that it speaks for the node.</summary>
    /// <exception cref="CertificateRequestException">The request is malformed or not signed by its own key.</exception>
    public IssuedCertificate IssueAgent(string node, ReadOnlySpan<byte> pkcs10) =>
        Issue(Agents, node, CertificateRequests.ReadPublicKey(pkcs10), ClientAuthentication, [Agents]);

    /// <summary>A certificate by which an operator proves who they are.</summary>
    /// <exception cref="CertificateRequestException">The request is malformed or not signed by its own key.</exception>
    public IssuedCertificate IssueOperator(string name, ReadOnlySpan<byte> pkcs10) =>
        Issue(Operators, name, CertificateRequests.ReadPublicKey(pkcs10), ClientAuthentication, [Operators]);

    /// <summary>A new key and certificate by which the coordinator proves its DNS name.</summary>
    public X509Certificate2 IssueServer(string dnsName)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={dnsName}", key, HashAlgorithmName.SHA256);
        IssuedCertificate issued = Issue(Root, dnsName, request.PublicKey, ServerAuthentication, []);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(issued.Certificate);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Whether the certificate was issued by the intermediate and is valid now. No network traffic.</summary>
    public bool IsIssuedBy(X509Certificate2 intermediate, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Root);
        chain.ChainPolicy.ExtraStore.Add(intermediate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate)
            && chain.ChainElements.Count == 3
            && chain.ChainElements[1].Certificate.RawDataMemory.Span.SequenceEqual(intermediate.RawDataMemory.Span);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Root.Dispose();
        Agents.Dispose();
        Operators.Dispose();
    }

    private IssuedCertificate Issue(
        X509Certificate2 issuer, string name, PublicKey key, string usage, IReadOnlyList<X509Certificate2> chain)
    {
        DateTimeOffset now = _time.GetUtcNow();
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (usage == ServerAuthentication)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
        }

        DateTimeOffset end = now + LeafLife;
        byte[] serial = NewSerial();
        using X509Certificate2 certificate = request.Create(
            issuer, now - ClockSkew, end < issuer.NotAfter ? end : issuer.NotAfter, serial);
        return new IssuedCertificate(
            certificate.RawData, [.. chain.Select(one => one.RawData)], certificate.SerialNumber, certificate.NotAfter);
    }

    private static X509Certificate2 CreateRoot(string name, TimeProvider time)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = AuthorityRequest(name, key, pathLength: 1);
        DateTimeOffset now = time.GetUtcNow();
        return request.CreateSelfSigned(now - ClockSkew, now + RootLife);
    }

    private static X509Certificate2 CreateIntermediate(string name, X509Certificate2 root)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = AuthorityRequest(name, key, pathLength: 0);
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using X509Certificate2 certificate = request.Create(root, root.NotBefore, root.NotAfter, NewSerial());
        return certificate.CopyWithPrivateKey(key);
    }

    private static CertificateRequest AuthorityRequest(string name, ECDsa key, int pathLength)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(true, true, pathLength, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    // RFC 5280, 4.1.2.2: positive, at most 20 octets, no leading zero octet.
    private static byte[] NewSerial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    private static string ToPem(X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem();
    }

    private static X509Certificate2 FromPem(string pem) => X509Certificate2.CreateFromPem(pem, pem);
}

/// <summary>A new certificate, DER, with its intermediates, nearest first.</summary>
/// <param name="Certificate">The certificate, DER.</param>
/// <param name="Chain">Intermediates, DER; without the root.</param>
/// <param name="Serial">Serial number, hexadecimal, upper case.</param>
/// <param name="End">When it ends.</param>
internal sealed record IssuedCertificate(
    byte[] Certificate, IReadOnlyList<byte[]> Chain, string Serial, DateTimeOffset End);
