using System.Globalization;
using System.Security.Cryptography;

namespace MoodleNodeAgent.LocalCloud.Api.Signing;

/// <summary>A public key whose signatures are accepted.</summary>
/// <param name="TenancyId">OCID of the tenancy.</param>
/// <param name="UserId">OCID of the user.</param>
/// <param name="Key">The public key.</param>
internal sealed record AccessKey(string TenancyId, string UserId, RSA Key)
{
    /// <summary>keyId of the authorization header: tenancy/user/fingerprint.</summary>
    public string KeyId { get; init; } = $"{TenancyId}/{UserId}/{Fingerprint(Key)}";

    /// <summary>OCID of the instance whose session key this is; null: a user's key.</summary>
    public string? InstanceId { get; init; }

    /// <summary>MD5 of the public key in DER, as OCI writes it.</summary>
    public static string Fingerprint(RSA key)
    {
#pragma warning disable CA5351 // OCI's fingerprints are MD5; it names a key and protects nothing.
        byte[] hash = MD5.HashData(key.ExportSubjectPublicKeyInfo());
#pragma warning restore CA5351
        return string.Join(':', hash.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
