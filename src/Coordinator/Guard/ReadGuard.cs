using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Sites;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;
using PoolMessage = MoodleNodeAgent.Protocol.Agent.V1.ReadPool;

namespace MoodleNodeAgent.Coordinator.Guard;

/// <summary>The lag guard: tells every node, by a lease, which replicas it may read from.</summary>
internal sealed class ReadGuard(
    SiteStore store, Sessions sessions, GuardLimits limits, TimeProvider time, ILogger<ReadGuard> log)
    : BackgroundService, IReadWithdrawal
{
    private readonly Heartbeats beats = new(time);
    private readonly ReadPool pool = new(limits);
    private readonly Dictionary<Endpoint, ServerWatch> watches = [];
    private readonly Lock gate = new();
    private readonly long start = time.GetTimestamp();
    private IReadOnlyList<ReplicaStanding> standings = [];
    private (Endpoint Server, HeartbeatWriter Writer)? primary;
    private Target? target;
    private long refreshedAt;
    private long sentAt;
    private string sent = "";

    /// <summary>Each replica's standing at the last look.</summary>
    public IReadOnlyList<ReplicaStanding> Standings => Volatile.Read(ref standings);

    /// <inheritdoc />
    public async Task WithdrawAsync(Endpoint replica, CancellationToken cancellation)
    {
        lock (gate)
        {
            pool.Withdraw(replica);
        }

        // The next look sends the list; a node that cannot hear of it reads by its lease until that ends.
        var heard = limits.Refresh + limits.Interval;
        var isHeardByAll = SiteDeployment.SiteOf(store.Documents)?.Nodes.Names
            .All(node => sessions.Find(node) is not null) ?? true;
        await Task.Delay((isHeardByAll ? heard : heard + limits.Lease) + limits.Drain, time, cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await TurnAsync();
                await Task.Delay(limits.Interval / 2, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            foreach (var watch in watches.Values)
            {
                await watch.DisposeAsync();
            }

            if (primary is { } last)
            {
                await last.Writer.DisposeAsync();
            }
        }
    }

    private async Task TurnAsync()
    {
        try
        {
            if (target is null || time.GetElapsedTime(refreshedAt) >= limits.Refresh)
            {
                refreshedAt = time.GetTimestamp();
                target = Read();
                await FollowAsync(target);
            }

            if (target is { Replicas.Count: > 0 } known)
            {
                Judge(known);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The nodes' leases end by themselves: reads go to the primary.
            GuardLog.Failed(log, failure);
            await Task.Delay(limits.Refresh, time, CancellationToken.None);
        }
    }

    private void Judge(Target known)
    {
        IReadOnlyList<ReplicaStanding> judged;
        lock (gate)
        {
            judged = pool.Judge(
                [.. known.Replicas.Select(replica => watches[replica].See(beats))], time.GetElapsedTime(start));
        }

        foreach (var (now, before) in judged.Select(now => (now, Standings.FirstOrDefault(one => one.Replica == now.Replica))))
        {
            if (before is not null && before.IsUsed != now.IsUsed)
            {
                GuardLog.Changed(log, $"{now.Replica.Address}:{now.Replica.Port}", now.IsUsed ? "in" : "out of", now.Reason);
            }
        }

        Volatile.Write(ref standings, judged);
        Send(known, PoolOf(known, judged));
    }

    // The read endpoint chooses the replica by itself, so all that can be done is to leave it altogether.
    private static IReadOnlyList<Endpoint> PoolOf(Target known, IReadOnlyList<ReplicaStanding> judged) =>
        known.Site.Database.Reads switch
        {
            ReadPath.Primary => [],
            ReadPath.Endpoint => known.Balancer is { } balancer && judged.All(one => one.IsUsed) ? [balancer] : [],
            _ => [.. judged.Where(one => one.IsUsed).Select(one => one.Replica)],
        };

    private void Send(Target known, IReadOnlyList<Endpoint> replicas)
    {
        var text = string.Join(' ', replicas);
        if (text == sent && time.GetElapsedTime(sentAt) < limits.Renewal)
        {
            return;
        }

        (sent, sentAt) = (text, time.GetTimestamp());
        var message = new PoolMessage { Lease = limits.Lease.ToDuration() };
        message.Replicas.AddRange(replicas.Select(replica => new ReadReplica
        {
            Host = replica.Address,
            Port = (uint)replica.Port,
        }));
        foreach (var node in known.Site.Nodes.Names)
        {
            sessions.Find(node)?.TrySend(new CoordinatorMessage { ReadPool = message });
        }
    }

    private async Task FollowAsync(Target? known)
    {
        foreach (var gone in watches.Keys.Except(known?.Replicas ?? []).ToList())
        {
            await watches[gone].DisposeAsync();
            watches.Remove(gone);
        }

        if (known is null || known.Replicas.Count == 0 || known.Access is not { } access)
        {
            return;
        }

        if (primary?.Server != known.Primary)
        {
            if (primary is { } old)
            {
                await old.Writer.DisposeAsync();
            }

            primary = (known.Primary, new HeartbeatWriter(known.Primary, access, beats, limits, time));
        }

        foreach (var replica in known.Replicas.Where(replica => !watches.ContainsKey(replica)))
        {
            watches[replica] = new ServerWatch(replica, access, limits, time);
        }
    }

    private Target? Read()
    {
        if (SiteDeployment.SiteOf(store.Documents) is not { } site
            || store.Steps(site.Name).Find(StepIds.Endpoints)?.Outputs is not { } outputs
            || Value<Endpoint>(outputs, "primary") is not { } server
            || store.Secrets.Find(SecretNames.DatabaseAdmin) is not { } password)
        {
            return null;
        }

        return new Target(
            site, server, Value<List<Endpoint>>(outputs, "replicas") ?? [], Value<Endpoint>(outputs, "replicaBalancer"),
            new GuardAccess(DbSystemStep.AdminUser, password));
    }

    private static T? Value<T>(IReadOnlyDictionary<string, JsonElement> outputs, string name)
        where T : class =>
        outputs.TryGetValue(name, out var value) ? value.Deserialize<T>() : null;

    private sealed record Target(
        Site Site, Endpoint Primary, IReadOnlyList<Endpoint> Replicas, Endpoint? Balancer, GuardAccess? Access);
}

/// <summary>Log lines of the lag guard.</summary>
internal static partial class GuardLog
{
    [LoggerMessage(3001, LogLevel.Warning, "Replica {Replica} is {Way} the reads of all nodes {Reason}")]
    public static partial void Changed(ILogger log, string replica, string way, string reason);

    [LoggerMessage(3002, LogLevel.Error, "The lag guard stumbled; reads go to the primary until it is back")]
    public static partial void Failed(ILogger log, Exception failure);
}
