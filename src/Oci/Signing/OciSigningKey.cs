using System.Security.Cryptography;

namespace MoodleNodeAgent.Oci.Signing;

/// <summary>A private key and the name under which OCI knows it.</summary>
public sealed class OciSigningKey(string keyId, RSA key)
{
    private readonly Lock gate = new();

    /// <summary>tenancy/user/fingerprint, or ST$ and a token.</summary>
    public string KeyId { get; } = keyId;

    /// <summary>Says on whose behalf the key signs, sent and signed as opc-obo-token; default: none.</summary>
    public string? DelegationToken { get; init; }

    internal byte[] Sign(byte[] text)
    {
        // RSA objects do not promise to bear several threads.
        lock (gate)
        {
            return key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }
}
