using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>Makes the certificates that an authority consists of.</summary>
internal static class AuthorityCertificates
{
    // A host whose clock is a little behind must not refuse a certificate made just now.
    internal static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>A new root with its key.</summary>
    public static X509Certificate2 CreateRoot(string name, TimeSpan life, TimeProvider time)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = Request($"CN={name}", new PublicKey(key), key, pathLength: 1);
        DateTimeOffset now = time.GetUtcNow();
        return request.CreateSelfSigned(now - ClockSkew, now + life);
    }

    /// <summary>A new intermediate with its key.</summary>
    public static X509Certificate2 CreateIntermediate(string name, X509Certificate2 root)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = Request($"CN={name}", new PublicKey(key), key, pathLength: 0);
        request.CertificateExtensions.Add(IssuedBy(root));
        using X509Certificate2 certificate = request.Create(root, root.NotBefore, root.NotAfter, NewSerial());
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Another root's name and key, certified by this root: below it are server certificates only.</summary>
    public static X509Certificate2 CreateCross(X509Certificate2 other, X509Certificate2 root)
    {
        CertificateRequest request = Request(other.SubjectName.Name, other.PublicKey, key: null, pathLength: 0);
        request.CertificateExtensions.Add(IssuedBy(root));
        DateTime end = other.NotAfter < root.NotAfter ? other.NotAfter : root.NotAfter;
        return request.Create(root, other.NotBefore, end, NewSerial());
    }

    // RFC 5280, 4.1.2.2: positive, at most 20 octets, no leading zero octet.
    public static byte[] NewSerial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    private static X509AuthorityKeyIdentifierExtension IssuedBy(X509Certificate2 root) =>
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            root, includeKeyIdentifier: true, includeIssuerAndSerial: false);

    private static CertificateRequest Request(string subject, PublicKey publicKey, ECDsa? key, int pathLength)
    {
        CertificateRequest request = key is null
            ? new CertificateRequest(new X500DistinguishedName(subject), publicKey, HashAlgorithmName.SHA256)
            : new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(true, true, pathLength, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(publicKey, critical: false));
        return request;
    }
}
