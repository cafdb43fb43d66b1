using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MoodleNodeAgent.LocalCloud.Api.Signing;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>A request as OCI's clients sign it.</summary>
internal static class ClientRequest
{
    /// <summary>Makes a request whose date stands in this header, date or x-date.</summary>
    public static HttpRequestMessage Create(AccessKey key, string method, Uri address, string dateHeader, string? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        string date = TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation(dateHeader, date);
        string names = $"{dateHeader} (request-target) host";
        string text = $"{dateHeader}: {date}\n(request-target): {method.ToLowerInvariant()} {address.PathAndQuery}\n"
            + $"host: {address.Authority}";
        if (body is not null)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            string digest = Convert.ToBase64String(SHA256.HashData(bytes));
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.Add("content-type", "application/json");
            request.Headers.Add("x-content-sha256", digest);
            names += " Content-Length Content-Type x-content-sha256";
            text += $"\ncontent-length: {bytes.Length}\ncontent-type: application/json\nx-content-sha256: {digest}";
        }

        string signature = Convert.ToBase64String(
            key.Key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        request.Headers.TryAddWithoutValidation(
            "authorization",
            $"Signature version=\"1\",keyId=\"{key.KeyId}\",algorithm=\"rsa-sha256\",headers=\"{names}\","
            + $"signature=\"{signature}\"");
        return request;
    }
}
