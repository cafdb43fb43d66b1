using System.Net;
using System.Net.Sockets;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Proof;

/// <summary>A visitor with cookies, who comes through the balancer whatever the site's name resolves to.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly Uri _site;
    private readonly ProofLimits _limits;
    private readonly HttpClient _http;

    public Visitor(Uri site, Endpoint balancer, ProofLimits limits)
    {
        _site = site;
        _limits = limits;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            CookieContainer = new CookieContainer(),
            AutomaticDecompression = DecompressionMethods.All,
            // A new connection for each request: the balancer may choose another server each time.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = (_, cancellation) => ConnectAsync(balancer, cancellation),
        };
        _http = new HttpClient(handler)
        {
            Timeout = limits.Request,
            MaxResponseContentBufferSize = limits.PageBytes,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("moodle-coordinator/1.0");
    }

    /// <summary>Reads a page of the site, following redirects.</summary>
    public Task<Page> GetAsync(string path, CancellationToken cancellation) =>
        FollowAsync(new HttpRequestMessage(HttpMethod.Get, At(path)), cancellation);

    /// <summary>Sends a form to a path of the site, following redirects.</summary>
    public Task<Page> PostAsync(
        string path, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellation) =>
        FollowAsync(
            new HttpRequestMessage(HttpMethod.Post, At(path)) { Content = new FormUrlEncodedContent(fields) },
            cancellation);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private Uri At(string path) => new(_site.ToString().TrimEnd('/') + path);

    private async Task<Page> FollowAsync(HttpRequestMessage first, CancellationToken cancellation)
    {
        Uri address = first.RequestUri!;
        HttpResponseMessage response = await _http.SendAsync(first, cancellation);
        for (int redirects = 0; ; redirects++)
        {
            using (response)
            {
                if (!IsRedirect(response) || response.Headers.Location is not { } location)
                {
                    return new Page(
                        address, response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
                }

                address = NextAddress(address, location, redirects, first);
            }

            response = await _http.GetAsync(address, cancellation);
        }
    }

    private Uri NextAddress(Uri address, Uri location, int redirects, HttpRequestMessage first)
    {
        Uri next = new(address, location);
        if (next.Host != _site.Host || next.Port != _site.Port)
        {
            throw new SiteNotProvedException(
                $"{address} redirects to {next}, which is not the site. Set url in the site file to the address that "
                + "visitors use.");
        }

        return redirects < _limits.Redirects
            ? next
            : throw new SiteNotProvedException(
                $"{first.RequestUri} redirects more than {_limits.Redirects} times, last to {next}. The balancer's "
                + "listener and the site's url must have the same scheme, host and port.");
    }

    private static bool IsRedirect(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static async ValueTask<Stream> ConnectAsync(Endpoint balancer, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(balancer.Address, balancer.Port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>What came back in the end.</summary>
/// <param name="Address">After redirects.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">Body.</param>
internal sealed record Page(Uri Address, HttpStatusCode Status, string Text);
