using MoodleNodeAgent.Oci.Signing;

namespace MoodleNodeAgent.Oci;

/// <summary>What all service clients share: addresses, key, clock and connections.</summary>
public sealed class OciConnection : IDisposable
{
    private readonly OciClientOptions options;
    private readonly IOciKeySource keys;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly OciBackOff backOff;

    /// <summary>Connects to nothing yet; the random source gives the jitter, the handler is for tests,
    /// and is not disposed.</summary>
    public OciConnection(OciClientOptions options, IOciKeySource keys, TimeProvider time, Random random,
        HttpMessageHandler? handler = null)
    {
        this.options = options;
        this.keys = keys;
        this.time = time;
        backOff = new OciBackOff(options, random);
        http = new HttpClient(handler ?? NewHandler(), disposeHandler: handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    // The proxy is the one that the environment names in HTTPS_PROXY; a redirected call would be one that was signed
    // for another host.
    internal static SocketsHttpHandler NewHandler() => new() { AllowAutoRedirect = false, UseProxy = true };

    internal OciCore Open(OciService service) => new(service, options, keys, time, http, backOff);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
