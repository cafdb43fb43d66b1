using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MoodleNodeAgent.Testing;

/// <summary>Users who come at a steady rate through the balancer, each on a new connection, until they are told to
/// go.</summary>
internal sealed class Visitors : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.Zero,
        AllowAutoRedirect = false,
        MaxConnectionsPerServer = 1000,
    })
    { Timeout = TimeSpan.FromSeconds(60) };

    private readonly ConcurrentQueue<Visit> visits = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Uri site;
    private readonly Task work;

    public Visitors(Uri site, double perSecond)
    {
        this.site = site;
        work = Task.Run(() => ComeAsync(TimeSpan.FromSeconds(1 / perSecond)));
    }

    /// <summary>Since the first one came.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Sends the last ones home; what all of them met.</summary>
    public async Task<IReadOnlyList<Visit>> GoAsync()
    {
        await stop.CancelAsync();
        await work;
        return [.. visits];
    }

    public async ValueTask DisposeAsync()
    {
        await GoAsync();
        http.Dispose();
        stop.Dispose();
    }

    private async Task ComeAsync(TimeSpan interval)
    {
        var under = new List<Task>();
        using var timer = new PeriodicTimer(interval);
        try
        {
            for (int number = 0; await timer.WaitForNextTickAsync(stop.Token); number++)
            {
                under.Add(VisitAsync(number % 2 == 0 ? "/" : "/login/index.php"));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(under);
        }
    }

    private async Task VisitAsync(string path)
    {
        TimeSpan at = clock.Elapsed;
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(site, path));
            string text = await answer.Content.ReadAsStringAsync();
            visits.Enqueue(new Visit(at, answer.StatusCode, text.Contains("We are back soon", StringComparison.Ordinal)));
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or SocketException)
        {
            visits.Enqueue(new Visit(at, null, false));
        }
    }
}

/// <summary>What a visitor met.</summary>
/// <param name="At">When the visitor came, since the first one.</param>
/// <param name="Status">Null: the connection broke or nobody answered.</param>
/// <param name="IsMaintenancePage">Whether it was our page for users while the site is closed.</param>
internal sealed record Visit(TimeSpan At, HttpStatusCode? Status, bool IsMaintenancePage)
{
    public bool Failed => Status != HttpStatusCode.OK;
}
