using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MoodleNodeAgent.Agent.Identity;

/// <summary>The identity that the cloud gives to this instance: its certificate with key, and the issuer.</summary>
internal sealed record InstanceKey(X509Certificate2 Certificate, X509Certificate2 Intermediate, RSA Key) : IDisposable
{
    /// <summary>The metadata service of the cloud.</summary>
    public static readonly Uri Metadata = new("http://169.254.169.254/");

    private const int LongestAnswer = 64 * 1024;

    /// <summary>Reads the identity from the metadata service.</summary>
    /// <exception cref="InvalidDataException">The service gives none, or parts that do not fit together.</exception>
    public static async Task<InstanceKey> ReadAsync(Uri metadata, Limits limits, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectTimeout = limits.Metadata,
        };
        using var http = new HttpClient(handler)
        {
            BaseAddress = metadata,
            Timeout = limits.Metadata,
            MaxResponseContentBufferSize = LongestAnswer,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "Oracle");
        try
        {
            // The cloud may renew the certificate between two of the reads; then the second round fits.
            return await ReadOnceAsync(http, cancellation) ?? await ReadOnceAsync(http, cancellation)
                ?? throw new InvalidDataException(
                    $"The certificate and the key that {metadata} gives do not belong together. They will after the "
                    + "cloud has renewed them.");
        }
        catch (Exception exception) when (exception is HttpRequestException or CryptographicException
            or ArgumentException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new InvalidDataException(
                $"Cannot read this instance's identity from {metadata}: {exception.Message} Where the cloud gives none, "
                + "put a join token into agent.toml.", exception);
        }
    }

    public void Dispose()
    {
        Certificate.Dispose();
        Intermediate.Dispose();
        Key.Dispose();
    }

    private static async Task<InstanceKey?> ReadOnceAsync(HttpClient http, CancellationToken cancellation)
    {
        var certificate = await http.GetStringAsync("opc/v2/identity/cert.pem", cancellation);
        var intermediate = await http.GetStringAsync("opc/v2/identity/intermediate.pem", cancellation);
        var key = RSA.Create();
        key.ImportFromPem(await http.GetStringAsync("opc/v2/identity/key.pem", cancellation));
        var identity = new InstanceKey(
            X509Certificate2.CreateFromPem(certificate), X509Certificate2.CreateFromPem(intermediate), key);
        using var certified = identity.Certificate.GetRSAPublicKey();
        if (certified is not null
            && certified.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
        {
            return identity;
        }

        identity.Dispose();
        return null;
    }
}
