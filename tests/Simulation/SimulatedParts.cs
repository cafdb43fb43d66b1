using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Coordinator.Proof;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Simulation;

/// <summary>The product's schema on the DB system that lives now.</summary>
internal sealed class SimulatedDatabase(Cloud cloud, TimeProvider time) : IProductDatabase
{
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(3);

    private readonly HashSet<string> ensured = [];

    private string? System => cloud.Live(Kinds.DbSystem)
        .FirstOrDefault(system => system.State is "ACTIVE" or "UPDATING")?.Id;

    public Task<DatabaseState> ObserveAsync(DatabaseWork work, CancellationToken cancellation) => Task.FromResult(
        System is { } system
            ? new DatabaseState(true, ensured.Contains(system), ensured.Contains(system), "mysqli")
            : new DatabaseState(false, false, false, ""));

    public async Task<DatabaseState> EnsureAsync(DatabaseWork work, CancellationToken cancellation)
    {
        await Task.Delay(Work, time, cancellation);
        ensured.Add(System ?? throw new InvalidOperationException("The database is gone."));
        return await ObserveAsync(work, cancellation);
    }
}

internal sealed class SimulatedProver(TimeProvider time) : ISiteProver
{
    public Task ProveAsync(ProofWork work, IProgress<string>? progress, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromSeconds(2), time, cancellation);
}

internal sealed class OneCloud(CloudClients clients) : ICloudAccess
{
    public CloudClients Connect(CloudSpec cloud) => clients;
}
