using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<OciService, Slots> slots = new();

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

    internal OciCore Open(OciService service) => new(
        service, options, keys, time, http, backOff, slots.GetOrAdd(service, _ => new Slots(options.CallsAtOnce)));

    /// <summary>How far this machine's clock is ahead of the service's, by the date of an answer to an unsigned call;
    /// null when the answer tells none.</summary>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    public async Task<TimeSpan?> ReadClockLeadAsync(CancellationToken cancellationToken)
    {
        using HttpRequestMessage question = new(HttpMethod.Get, options.EndpointOf(OciService.Identity));
        DateTimeOffset before = time.GetUtcNow();
        long began = time.GetTimestamp();
        using HttpResponseMessage answer =
            await http.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return before + (time.GetElapsedTime(began) / 2) - answer.Headers.Date;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
