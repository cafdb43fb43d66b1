using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace MoodleNodeAgent.LocalCloud.Balancing;

/// <summary>One backend at work: its health and its open connections.</summary>
internal sealed class Backend(BackendSpec spec, HealthHistory health)
{
    private readonly ConcurrentDictionary<ProxyConnection, byte> _connections = new();
    private CancellationTokenSource? _ending;

    /// <summary>What it is to be; drain and offline change while connections are open.</summary>
    public BackendSpec Spec { get; private set; } = spec;

    /// <summary>Results of the health checks.</summary>
    public HealthHistory Health { get; private set; } = health;

    /// <summary>Its number in the choice of a backend: the same in each run.</summary>
    public ulong Seed { get; } = BackendChoice.Seed(Encoding.UTF8.GetBytes(spec.Name));

    /// <summary>Connections that are open through it.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Takes a changed spec; offline cuts what is open, everything else leaves it alone.</summary>
    public void Update(BackendSpec changed)
    {
        Spec = changed;
        if (changed.IsOffline)
        {
            CutAll();
        }
    }

    /// <summary>Carries bytes until the connection ends.</summary>
    public async Task CarryAsync(ProxyConnection connection)
    {
        _connections[connection] = 0;
        try
        {
            // Between the choice and this line it may have gone offline.
            if (Spec.IsOffline)
            {
                connection.Cut();
            }

            await connection.RunAsync();
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    /// <summary>Cuts all open connections.</summary>
    public void CutAll()
    {
        foreach (ProxyConnection connection in _connections.Keys)
        {
            connection.Cut();
        }
    }

    /// <summary>Begins the checks, the first one at once, instead of those of an earlier checker.</summary>
    public void BeginChecks(HealthProbe probe, HealthCheckerSpec checker, TimeProvider time, ILogger logger)
    {
        EndChecks();
        if (Health.Results.Count > 0)
        {
            // What the former checker found holds until the new one knows better.
            var health = new HealthHistory(checker.Retries);
            foreach (HealthCheck check in Health.Results.Reverse())
            {
                health.Record(check);
            }

            Health = health;
        }

        _ending = new CancellationTokenSource();
        _ = CheckAsync(probe, checker, time, logger, _ending.Token);
    }

    /// <summary>Ends the checks.</summary>
    public void EndChecks()
    {
        _ending?.Cancel();
        _ending?.Dispose();
        _ending = null;
    }

    private async Task CheckAsync(
        HealthProbe probe,
        HealthCheckerSpec checker,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                string status;
                try
                {
                    status = await probe.CheckAsync(Spec, checker, cancellation);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    logger.LogError(exception, "Cannot check backend {Backend}", Spec.Name);
                    status = HealthStatus.ConnectFailed;
                }

                cancellation.ThrowIfCancellationRequested();
                if (Health.Record(new HealthCheck(time.GetUtcNow(), status)))
                {
                    logger.LogInformation("Backend {Backend} is {Status}", Spec.Name, status);
                }

                await Task.Delay(checker.Interval, time, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The backend or its checker is another one now.
        }
    }
}
