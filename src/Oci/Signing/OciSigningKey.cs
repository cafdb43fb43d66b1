using System.Security.Cryptography;

namespace MoodleNodeAgent.Oci.Signing;

/// <summary>A private key and the name under which OCI knows it.</summary>
public sealed class OciSigningKey(string keyId, RSA key)
{
    /// <summary>tenancy/user/fingerprint, or ST$ and a token.</summary>
    public string KeyId { get; } = keyId;

    internal RSA Key { get; } = key;
}
