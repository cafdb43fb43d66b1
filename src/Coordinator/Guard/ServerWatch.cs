using System.Globalization;
using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Coordinator.Store;
using MySqlConnector;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Guard;

/// <summary>How the guard gets into the database servers.</summary>
internal sealed record GuardAccess(string User, Secret Password);

/// <summary>Looks at one replica again and again, on a connection of its own: a server that hangs holds up nobody
/// else.</summary>
internal sealed class ServerWatch : IAsyncDisposable
{
    private readonly Endpoint replica;
    private readonly GuardAccess access;
    private readonly GuardLimits limits;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stop = new();
    private readonly Task work;
    private long answeredAt;
    private long number = -1;

    public ServerWatch(Endpoint replica, GuardAccess access, GuardLimits limits, TimeProvider time)
    {
        this.replica = replica;
        this.access = access;
        this.limits = limits;
        this.time = time;
        answeredAt = time.GetTimestamp();
        work = Task.Run(() => WatchAsync(stop.Token));
    }

    /// <summary>What is known now.</summary>
    public ReplicaSight See(Heartbeats beats)
    {
        var seen = Interlocked.Read(ref number);
        return new ReplicaSight(
            replica, seen < 0 ? null : beats.LagOf(seen), time.GetElapsedTime(Interlocked.Read(ref answeredAt)));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work;
        stop.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var connection = await OpenAsync(cancellation);
                while (true)
                {
                    await LookAsync(connection, cancellation);
                    await Task.Delay(limits.Interval, time, cancellation);
                }
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // Silence is what counts, whatever its cause.
                await Task.Delay(limits.Interval, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                return;
            }
        }
    }

    private async Task<MySqlConnection> OpenAsync(CancellationToken cancellation)
    {
        using var patience = Patience(cancellation);
        return await Connections.OpenAsync(replica, access.User, access.Password, null, patience.Token);
    }

    private async Task LookAsync(MySqlConnection connection, CancellationToken cancellation)
    {
        using var patience = Patience(cancellation);
        var text = await Connections.ReadAsync(connection, HeartbeatTable.Read, null, patience.Token);
        if (text is not null)
        {
            Interlocked.Exchange(ref number, long.Parse(text, CultureInfo.InvariantCulture));
        }

        Interlocked.Exchange(ref answeredAt, time.GetTimestamp());
    }

    private CancellationTokenSource Patience(CancellationToken cancellation)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(limits.Silence);
        return patience;
    }
}
