using System.Security.Cryptography;
using System.Text;

namespace MoodleNodeAgent.Oci.Signing;

/// <summary>OCI's request signature, version 1: RSA PKCS#1 v1.5 with SHA-256 over chosen headers.</summary>
internal static class RequestSignature
{
    /// <summary>Says for whom the call is made, where a user delegated to the signing machine.</summary>
    public const string DelegationHeader = "opc-obo-token";

    /// <summary>The header's value; names and values in the order in which they are signed.</summary>
    public static string Authorize(OciSigningKey key, IReadOnlyList<(string Name, string Value)> signed)
    {
        string text = string.Join('\n', signed.Select(header => $"{header.Name}: {header.Value}"));
        byte[] signature = key.Sign(Encoding.UTF8.GetBytes(text));
        return $"Signature version=\"1\",headers=\"{string.Join(' ', signed.Select(header => header.Name))}\","
            + $"keyId=\"{key.KeyId}\",algorithm=\"rsa-sha256\",signature=\"{Convert.ToBase64String(signature)}\"";
    }

    /// <summary>What is signed of a call; body null: one whose body, if any, is left out of the signature.</summary>
    public static IReadOnlyList<(string Name, string Value)> HeadersOf(
        HttpMethod method, string target, string host, string date, byte[]? body, string? delegationToken = null)
    {
        List<(string, string)> signed =
        [
            ("date", date),
            ("(request-target)", $"{method.Method.ToLowerInvariant()} {target}"),
            ("host", host),
        ];
        if (body is not null)
        {
            signed.Add(("content-length", $"{body.Length}"));
            signed.Add(("content-type", "application/json"));
            signed.Add(("x-content-sha256", Digest(body)));
        }

        if (delegationToken is not null)
        {
            signed.Add((DelegationHeader, delegationToken));
        }

        return signed;
    }

    public static string Digest(byte[] body) => Convert.ToBase64String(SHA256.HashData(body));
}
