using System.Diagnostics.Metrics;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Telemetry;

/// <summary>What a monitoring system asks of a coordinator. packaging/prometheus/alerts.yaml stands on these names.
/// </summary>
internal sealed class Metrics
{
    /// <summary>Name of the meter, for exporters.</summary>
    public const string MeterName = "MoodleNodeAgent.Coordinator";

    private readonly Counter<long> _runs;
    private readonly Counter<long> _applies;
    private readonly Histogram<double> _applySeconds;
    private readonly Counter<long> _calls;

    public Metrics(IMeterFactory factory, Sessions sessions, SiteStore store, ReadGuard guard, TimeProvider time)
    {
        Meter meter = factory.Create(MeterName);
        long start = time.GetTimestamp();
        meter.CreateObservableGauge(
            "mna_uptime", () => time.GetElapsedTime(start).TotalSeconds, "s", "Since the coordinator started.");
        meter.CreateObservableGauge(
            "mna_agents_connected", () => sessions.Nodes.Count, description: "Agents that have a session.");
        meter.CreateObservableGauge(
            "mna_nodes", () => SiteDeployment.SiteOf(store.Documents)?.Nodes.Count ?? 0,
            description: "Nodes that the site wants.");
        meter.CreateObservableGauge(
            "mna_replica_lag", () => guard.Standings.Where(one => one.Lag is not null)
                .Select(one => new Measurement<double>(one.Lag!.Value.TotalSeconds, Replica(one))),
            "s", "How far a read replica is behind the primary.");
        meter.CreateObservableGauge(
            "mna_replica_used", () => guard.Standings.Select(one => new Measurement<int>(one.IsUsed ? 1 : 0, Replica(one))),
            description: "1: the nodes read from this replica.");
        meter.CreateObservableGauge(
            "mna_last_apply_failed", () => SiteDeployment.SiteOf(store.Documents) is { } site
                && store.Applies(site.Name).Last is { Succeeded: false } ? 1 : 0,
            description: "1: the newest apply failed.");
        _runs = meter.CreateCounter<long>("mna_runs", description: "Runs on nodes by how they ended.");
        _applies = meter.CreateCounter<long>("mna_applies", description: "Applies by how they ended.");
        _applySeconds = meter.CreateHistogram<double>(
            "mna_apply_duration", "s", "Wall time of an apply.", advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [1, 5, 15, 60, 300, 900, 1800, 3600],
            });
        _calls = meter.CreateCounter<long>("mna_operator_calls", description: "Calls of operators by method.");
    }

    /// <summary>Counts a run.</summary>
    public void Ran(RunStatus status) => _runs.Add(1, new KeyValuePair<string, object?>("status", status.ToString().ToLowerInvariant()));

    /// <summary>Counts an apply.</summary>
    public void Applied(bool succeeded, TimeSpan wall)
    {
        _applies.Add(1, new KeyValuePair<string, object?>("result", succeeded ? "succeeded" : "failed"));
        _applySeconds.Record(wall.TotalSeconds);
    }

    /// <summary>Counts a call of the operator API.</summary>
    public void Called(string method, bool allowed) => _calls.Add(
        1, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("allowed", allowed ? "true" : "false"));

    private static KeyValuePair<string, object?> Replica(ReplicaStanding standing) =>
        new("replica", $"{standing.Replica.Address}:{standing.Replica.Port}");
}
