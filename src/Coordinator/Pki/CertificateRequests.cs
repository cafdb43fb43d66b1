using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>Reads PKCS#10 requests of strangers: only the public key is taken, name and extensions are ours to say.</summary>
internal static class CertificateRequests
{
    /// <summary>Longest request that is read, in bytes; one with a P-256 key has about 250.</summary>
    public const int MaxLength = 8192;

    private const string NistP256 = "1.2.840.10045.3.1.7";

    /// <summary>The request's key, once the request's signature has shown that the sender holds the private one.</summary>
    /// <exception cref="CertificateRequestException">The request is malformed, not self-signed, or has another kind of
    /// key.</exception>
    public static PublicKey ReadPublicKey(ReadOnlySpan<byte> pkcs10)
    {
        if (pkcs10.Length > MaxLength)
        {
            throw new CertificateRequestException($"The certificate request is longer than {MaxLength} bytes.");
        }

        CertificateRequest request;
        try
        {
            request = CertificateRequest.LoadSigningRequest(pkcs10, HashAlgorithmName.SHA256, out int read);
            if (read != pkcs10.Length)
            {
                throw new CertificateRequestException("Something follows the certificate request.");
            }
        }
        catch (Exception failure) when (failure is CryptographicException or NotSupportedException)
        {
            throw new CertificateRequestException(
                "The certificate request is not PKCS#10, or is not signed by the key in it.", failure);
        }

        using ECDsa? key = request.PublicKey.GetECDsaPublicKey();
        return key?.ExportParameters(false).Curve.Oid.Value == NistP256
            ? request.PublicKey
            : throw new CertificateRequestException(
                "The certificate request has a key of another kind. Use ECDSA on P-256.");
    }
}

/// <summary>A certificate request that gets no certificate.</summary>
internal sealed class CertificateRequestException(string message, Exception? inner = null)
    : Exception(message, inner);
