using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.LocalCloud.Api.Signing;

/// <summary>Verifies signature version 1 of OCI: draft-cavage HTTP signatures with RSA-SHA256.</summary>
/// <param name="keys">Keys that are accepted.</param>
/// <param name="clock">The real clock; a request's date may differ from it by 5 minutes.</param>
/// <param name="others">Finds keys that come and go, by key id and body; null: there are none.</param>
internal sealed partial class SignatureVerifier(
    IReadOnlyList<AccessKey> keys, TimeProvider clock, Func<string, byte[], AccessKey?>? others = null)
{
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(5);

    /// <summary>The key that signed the request; null: it is not to be trusted.</summary>
    public AccessKey? Verify(SignedRequest request)
    {
        Dictionary<string, string> parameters = Parse(request.Header("authorization"));
        if (!parameters.TryGetValue("keyId", out string? keyId)
            || !parameters.TryGetValue("signature", out string? signature)
            || !parameters.TryGetValue("headers", out string? headers)
            || parameters.GetValueOrDefault("algorithm") != "rsa-sha256"
            || parameters.GetValueOrDefault("version", "1") != "1")
        {
            return null;
        }

        string[] names = headers.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        AccessKey? key = keys.FirstOrDefault(key => key.KeyId == keyId) ?? others?.Invoke(keyId, request.Body);
        return key is not null && IsEverythingSigned(request, names) && IsDateNear(request, names)
            && IsBodyAsSaid(request, names) && IsSigned(request, names, signature, key.Key)
            ? key
            : null;
    }

    private static bool IsEverythingSigned(SignedRequest request, string[] names)
    {
        if (!names.Contains("(request-target)") || !names.Contains("host")
            || (!names.Contains("date") && !names.Contains("x-date")))
        {
            return false;
        }

        return !HasSignedBody(request)
            || (names.Contains("content-length") && names.Contains("content-type")
                && names.Contains("x-content-sha256"));
    }

    // The SDKs sign PutObject and UploadPart without the body.
    private static bool HasSignedBody(SignedRequest request) =>
        request.Method is "POST" or "PUT" or "PATCH"
        && !(request.Method == "PUT" && request.RawTarget.StartsWith("/n/", StringComparison.Ordinal));

    // Node sends an unsigned date besides its signed x-date: the signed one counts.
    private bool IsDateNear(SignedRequest request, string[] names)
    {
        string? date = request.Header(names.Contains("x-date") ? "x-date" : "date");
        return DateTimeOffset.TryParseExact(
                date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            && (clock.GetUtcNow() - time).Duration() <= AllowedSkew;
    }

    private static bool IsBodyAsSaid(SignedRequest request, string[] names) =>
        !names.Contains("x-content-sha256")
        || (request.Header("x-content-sha256") == Convert.ToBase64String(SHA256.HashData(request.Body))
            && request.Header("content-length") == request.Body.Length.ToString(CultureInfo.InvariantCulture));

    private static bool IsSigned(SignedRequest request, string[] names, string signature, RSA key)
    {
        var lines = new List<string>();
        foreach (string name in names)
        {
            string? value = name == "(request-target)"
                ? $"{request.Method.ToLowerInvariant()} {request.RawTarget}"
                : request.Header(name);
            if (value is null)
            {
                return false;
            }

            lines.Add($"{name}: {value}");
        }

        byte[] bytes = new byte[signature.Length];
        return Convert.TryFromBase64String(signature, bytes, out int count)
            && key.VerifyData(
                Encoding.UTF8.GetBytes(string.Join('\n', lines)), bytes.AsSpan(0, count),
                HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    // Sample: Signature version="1",headers="date (request-target)
    // host",keyId="a/b/c",algorithm="rsa-sha256",signature="..."
    private static Dictionary<string, string> Parse(string? authorization)
    {
        var parameters = new Dictionary<string, string>();
        if (authorization is not null && authorization.StartsWith("Signature ", StringComparison.OrdinalIgnoreCase))
        {
            foreach (Match match in Parameter().Matches(authorization))
            {
                parameters[match.Groups[1].Value] = match.Groups[2].Value;
            }
        }

        return parameters;
    }

    [GeneratedRegex("""(\w+)="([^"]*)"\s*,?""")]
    private static partial Regex Parameter();
}
