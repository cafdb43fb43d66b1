using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Coordinator.Proof;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

internal sealed class ScriptedDatabase : IProductDatabase
{
    public int Ensured { get; private set; }

    public Task<DatabaseState> ObserveAsync(DatabaseWork work, CancellationToken cancellation) =>
        Task.FromResult(new DatabaseState(true, Ensured > 0, Ensured > 0, "mariadb"));

    public Task<DatabaseState> EnsureAsync(DatabaseWork work, CancellationToken cancellation)
    {
        Ensured++;
        return ObserveAsync(work, cancellation);
    }
}

internal sealed class ScriptedProver : ISiteProver
{
    public List<ProofWork> Proofs { get; } = [];

    public Task ProveAsync(ProofWork work, IProgress<string>? progress, CancellationToken cancellation)
    {
        Proofs.Add(work);
        return Task.CompletedTask;
    }
}
