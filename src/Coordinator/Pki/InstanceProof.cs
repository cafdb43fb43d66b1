using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>Checks that the holder of an instance's certificate signed a statement.</summary>
internal static class InstanceProof
{
    /// <summary>Shortest RSA key that counts, in bits, anywhere in the chain.</summary>
    public const int ShortestKey = 2048;

    private const int LongestKey = 4096;
    private const int LongestCertificate = 16 * 1024;
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    // sha256WithRSAEncryption, sha384WithRSAEncryption, sha512WithRSAEncryption (RFC 4055).
    private static readonly string[] Signatures =
        ["1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13"];

    /// <summary>Checks chain, validity, key and signature, and reads the subject.</summary>
    /// <param name="proof">What the instance sent.</param>
    /// <param name="statement">What it had to sign.</param>
    /// <param name="roots">Roots of the region's auth service; nothing else is trusted.</param>
    /// <param name="now">Moment at which the certificates have to be valid.</param>
    /// <exception cref="InstanceIdentityException">The proof does not hold.</exception>
    public static InstanceClaims Check(
        InstanceIdentity proof, ReadOnlySpan<byte> statement, IReadOnlyList<X509Certificate2> roots, DateTimeOffset now)
    {
        try
        {
            using X509Certificate2 leaf = Load(proof.Certificate.Span, "certificate");
            using X509Certificate2 intermediate = Load(proof.Intermediate.Span, "intermediate certificate");
            CheckChain(leaf, intermediate, roots, now);
            using RSA key = KeyOf(leaf);
            return key.VerifyData(
                statement, proof.Signature.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
                ? InstanceClaims.Of(leaf)
                : throw new InstanceIdentityException("the signature is not that of the certificate's key over this "
                    + "challenge, this coordinator and this certificate request");
        }
        catch (CryptographicException failure)
        {
            throw new InstanceIdentityException("a certificate or the signature is malformed", failure);
        }
    }

    private static X509Certificate2 Load(ReadOnlySpan<byte> der, string what)
    {
        if (der.Length is 0 or > LongestCertificate)
        {
            throw new InstanceIdentityException($"the {what} has {der.Length} bytes");
        }

        X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
        if (certificate.RawDataMemory.Span.SequenceEqual(der))
        {
            return certificate;
        }

        certificate.Dispose();
        throw new InstanceIdentityException($"the {what} is not one certificate in DER");
    }

    private static void CheckChain(
        X509Certificate2 leaf, X509Certificate2 intermediate, IReadOnlyList<X509Certificate2> roots, DateTimeOffset now)
    {
        if (leaf.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority))
        {
            throw new InstanceIdentityException("the certificate is an authority's, not an instance's");
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.ToArray());
        chain.ChainPolicy.ExtraStore.Add(intermediate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        if (!chain.Build(leaf))
        {
            string reasons = string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
            throw new InstanceIdentityException($"the certificate does not lead to a root of the region: {reasons}");
        }

        bool isAsGiven = chain.ChainElements.Count == 3
            && chain.ChainElements[1].Certificate.RawDataMemory.Span.SequenceEqual(intermediate.RawDataMemory.Span);
        if (!isAsGiven)
        {
            throw new InstanceIdentityException("the chain is not certificate, intermediate, root");
        }

        foreach (X509ChainElement element in chain.ChainElements)
        {
            KeyOf(element.Certificate).Dispose();
            if (!Signatures.Contains(element.Certificate.SignatureAlgorithm.Value))
            {
                throw new InstanceIdentityException(
                    $"a certificate of the chain is signed with {element.Certificate.SignatureAlgorithm.FriendlyName}");
            }
        }
    }

    private static RSA KeyOf(X509Certificate2 certificate)
    {
        RSA key = certificate.GetRSAPublicKey()
            ?? throw new InstanceIdentityException("a certificate of the chain has no RSA key");
        if (key.KeySize is >= ShortestKey and <= LongestKey)
        {
            return key;
        }

        int bits = key.KeySize;
        key.Dispose();
        throw new InstanceIdentityException($"a certificate of the chain has an RSA key of {bits} bits");
    }
}
