using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>The site's certificate authority: one root, an intermediate for agents and one for operators. A rotation puts
/// new ones in their place, whose root the former one certifies.</summary>
internal sealed class Authority : IDisposable
{
    /// <summary>Life of root and intermediates.</summary>
    public static readonly TimeSpan RootLife = TimeSpan.FromDays(3652);

    /// <summary>Life of a leaf certificate; holders renew at half of it.</summary>
    public static readonly TimeSpan LeafLife = TimeSpan.FromDays(7);

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly TimeProvider _time;

    // Swapped as a whole: a handshake sees the authority before a rotation or after it, never a mixture.
    private volatile Generation _now;

    private Authority(TimeProvider time, Generation now)
    {
        _time = time;
        _now = now;
    }

    /// <summary>Root certificate with its key.</summary>
    public X509Certificate2 Root => _now.Root;

    /// <summary>Intermediate that signs agents, with its key.</summary>
    public X509Certificate2 Agents => _now.Agents;

    /// <summary>Intermediate that signs operators, with its key.</summary>
    public X509Certificate2 Operators => _now.Operators;

    /// <summary>The authority before the last rotation; null: there was none.</summary>
    public FormerAuthority? Former => _now.Former;

    /// <summary>Roots that holders may trust, the present one first.</summary>
    public IReadOnlyList<X509Certificate2> Roots => _now is { Former: { IsTrusted: true } former } now
        ? [now.Root, former.Root]
        : [_now.Root];

    /// <summary>Makes a new authority.</summary>
    public static Authority Create(TimeProvider time) => new(time, NewGeneration(time));

    /// <summary>Reads what Export wrote.</summary>
    public static Authority Import(ReadOnlySpan<byte> exported, TimeProvider time)
    {
        string[] parts = Encoding.ASCII.GetString(exported).Split('\0');
        return parts.Length is 3 or 3 + FormerAuthority.Parts
            ? new Authority(time, new Generation(
                FromPem(parts[0]), FromPem(parts[1]), FromPem(parts[2]),
                parts.Length == 3 ? null : FormerAuthority.Import(parts[3..])))
            : throw new CryptographicException("The stored authority is not readable: want three certificates.");
    }

    /// <summary>Certificates and private keys in clear, for an encrypted store only.</summary>
    public byte[] Export()
    {
        Generation now = _now;
        return Encoding.ASCII.GetBytes(string.Join(
            '\0',
            [.. new[] { now.Root, now.Agents, now.Operators }.Select(ToPem), .. now.Former?.Export() ?? []]));
    }

    /// <summary>Makes new root and intermediates. From now on they issue all certificates; the former ones' still count,
    /// and their keys are forgotten.</summary>
    /// <exception cref="InvalidOperationException">The last rotation is not over.</exception>
    public void Rotate()
    {
        Generation before = _now;
        if (before.Former is { IsTrusted: true })
        {
            throw new InvalidOperationException("The last rotation is not over: certificates of the former authority count.");
        }

        Generation next = NewGeneration(_time);
        // Ends of certificates are whole seconds.
        DateTimeOffset lastEnd = DateTimeOffset.FromUnixTimeSeconds((_time.GetUtcNow() + LeafLife).ToUnixTimeSeconds());
        _now = next with
        {
            Former = new FormerAuthority(
                WithoutKey(before.Root), WithoutKey(before.Agents), WithoutKey(before.Operators),
                AuthorityCertificates.CreateCross(next.Root, before.Root), lastEnd, IsTrusted: true),
        };
    }

    /// <summary>Certificates of the former authority no longer count.</summary>
    /// <returns>False: there is none that counts.</returns>
    public bool Retire()
    {
        Generation before = _now;
        if (before.Former is not { IsTrusted: true } former)
        {
            return false;
        }

        _now = before with { Former = former with { IsTrusted = false } };
        return true;
    }

    /// <summary>Whether a certificate with this end is of the former authority.</summary>
    public bool IsFormer(DateTimeOffset end) => _now.Former is { } former && end <= former.LastEnd;

    /// <summary>A certificate by which an agent proves that it speaks for the node.</summary>
    /// <exception cref="CertificateRequestException">The request is malformed or not signed by its own key.</exception>
    public IssuedCertificate IssueAgent(string node, ReadOnlySpan<byte> pkcs10)
    {
        Generation now = _now;
        return Issue(
            now, now.Agents, node, CertificateRequests.ReadPublicKey(pkcs10), ClientAuthentication, [now.Agents]);
    }

    /// <summary>A certificate by which an operator proves who they are.</summary>
    /// <exception cref="CertificateRequestException">The request is malformed or not signed by its own key.</exception>
    public IssuedCertificate IssueOperator(string name, ReadOnlySpan<byte> pkcs10)
    {
        Generation now = _now;
        return Issue(
            now, now.Operators, name, CertificateRequests.ReadPublicKey(pkcs10), ClientAuthentication, [now.Operators]);
    }

    /// <summary>A new key and certificate by which the coordinator proves its DNS name.</summary>
    public X509Certificate2 IssueServer(string dnsName)
    {
        Generation now = _now;
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={dnsName}", key, HashAlgorithmName.SHA256);
        IssuedCertificate issued = Issue(now, now.Root, dnsName, request.PublicKey, ServerAuthentication, []);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(issued.Certificate);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Whether the certificate is an agent's and valid now.</summary>
    public bool IsAgent(X509Certificate2 certificate) => _now is var now
        && (IsIssuedBy(now.Root, now.Agents, certificate)
            || (now.Former is { IsTrusted: true } former && IsIssuedBy(former.Root, former.Agents, certificate)));

    /// <summary>Whether the certificate is an operator's and valid now.</summary>
    public bool IsOperator(X509Certificate2 certificate) => _now is var now
        && (IsIssuedBy(now.Root, now.Operators, certificate)
            || (now.Former is { IsTrusted: true } former && IsIssuedBy(former.Root, former.Operators, certificate)));

    /// <summary>Whether the certificate was issued by the present intermediate and is valid now.</summary>
    public bool IsIssuedBy(X509Certificate2 intermediate, X509Certificate2 certificate) =>
        IsIssuedBy(_now.Root, intermediate, certificate);

    /// <inheritdoc />
    public void Dispose()
    {
        Generation now = _now;
        now.Root.Dispose();
        now.Agents.Dispose();
        now.Operators.Dispose();
        now.Former?.Dispose();
    }

    // No network traffic.
    private bool IsIssuedBy(X509Certificate2 root, X509Certificate2 intermediate, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
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

    private IssuedCertificate Issue(
        Generation authority, X509Certificate2 issuer, string name, PublicKey key, string usage,
        IReadOnlyList<X509Certificate2> chain)
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
        if (authority.Former is { } former && end < former.LastEnd + TimeSpan.FromSeconds(1))
        {
            // Issued in the second of the rotation: its end tells whose it is.
            end = former.LastEnd + TimeSpan.FromSeconds(1);
        }

        using X509Certificate2 certificate = request.Create(
            issuer, now - AuthorityCertificates.ClockSkew, end < issuer.NotAfter ? end : issuer.NotAfter,
            AuthorityCertificates.NewSerial());
        return new IssuedCertificate(
            certificate.RawData, [.. chain.Select(one => one.RawData)], certificate.SerialNumber, certificate.NotAfter);
    }

    private static Generation NewGeneration(TimeProvider time)
    {
        string mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        X509Certificate2 root = AuthorityCertificates.CreateRoot($"Moodle Node Agent root {mark}", RootLife, time);
        return new Generation(
            root,
            AuthorityCertificates.CreateIntermediate($"Moodle Node Agent agents {mark}", root),
            AuthorityCertificates.CreateIntermediate($"Moodle Node Agent operators {mark}", root),
            Former: null);
    }

    private static X509Certificate2 WithoutKey(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadCertificate(certificate.RawData);

    private static string ToPem(X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem();
    }

    private static X509Certificate2 FromPem(string pem) => X509Certificate2.CreateFromPem(pem, pem);

    private sealed record Generation(
        X509Certificate2 Root, X509Certificate2 Agents, X509Certificate2 Operators, FormerAuthority? Former);
}

/// <summary>A new certificate, DER, with its intermediates, nearest first.</summary>
/// <param name="Certificate">The certificate, DER.</param>
/// <param name="Chain">Intermediates, DER; without the root.</param>
/// <param name="Serial">Serial number, hexadecimal, upper case.</param>
/// <param name="End">When it ends.</param>
internal sealed record IssuedCertificate(
    byte[] Certificate, IReadOnlyList<byte[]> Chain, string Serial, DateTimeOffset End);
