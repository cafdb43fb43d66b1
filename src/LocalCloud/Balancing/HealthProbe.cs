using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.LocalCloud.Balancing;

/// <summary>Carries out one health check as OCI's network load balancer does: a connection for TCP; for HTTP(S) a GET
/// of the path with the backend's address as Host, one exact status code, no redirect followed, no certificate
/// checked.</summary>
internal sealed class HealthProbe(Func<Socket> createSocket, TimeProvider time)
{
    private const int LongestBody = 64 * 1024;

    /// <summary>Checks a backend once.</summary>
    /// <returns>One of the words of <see cref="HealthStatus"/>.</returns>
    public async Task<string> CheckAsync(
        BackendSpec backend, HealthCheckerSpec checker, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(checker.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        int port = checker.Port == 0 ? backend.Port : checker.Port;
        try
        {
            if (checker.Protocol is "HTTP" or "HTTPS")
            {
                return await GetAsync(backend.Address, port, checker, either.Token);
            }

            using Socket socket = await ConnectAsync(backend.Address, port, either.Token);
            return HealthStatus.Ok;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return HealthStatus.TimedOut;
        }
        catch (RegexMatchTimeoutException)
        {
            return HealthStatus.PayloadMismatch;
        }
        catch (Exception exception) when (exception is SocketException or HttpRequestException or IOException)
        {
            return HealthStatus.ConnectFailed;
        }
    }

    private async Task<string> GetAsync(
        string address, int port, HealthCheckerSpec checker, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = async (context, stop) =>
                new NetworkStream(await ConnectAsync(address, port, stop), ownsSocket: true),
            SslOptions = new SslClientAuthenticationOptions
            {
#pragma warning disable CA5359 // The balancer checks whether a backend lives, not who it is; so does OCI's.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            },
        };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        string scheme = checker.Protocol.ToLowerInvariant();
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"{scheme}://{address}:{port}{checker.UrlPath ?? "/"}"));
        request.Headers.Host = address;
        request.Headers.ConnectionClose = true;
        using HttpResponseMessage response =
            await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if ((int)response.StatusCode != (checker.ReturnCode ?? (int)HttpStatusCode.OK))
        {
            return HealthStatus.InvalidStatusCode;
        }

        if (string.IsNullOrEmpty(checker.ResponseBodyRegex))
        {
            return HealthStatus.Ok;
        }

        string body = await ReadAsync(response, cancellation);
        return Regex.IsMatch(body, checker.ResponseBodyRegex, RegexOptions.None, TimeSpan.FromSeconds(1))
            ? HealthStatus.Ok
            : HealthStatus.PayloadMismatch;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        byte[] buffer = new byte[LongestBody];
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        int length = await stream.ReadAtLeastAsync(buffer, LongestBody, throwOnEndOfStream: false, cancellation);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }

    private async Task<Socket> ConnectAsync(string address, int port, CancellationToken cancellation)
    {
        Socket socket = createSocket();
        try
        {
            await socket.ConnectAsync(IPAddress.Parse(address), port, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
