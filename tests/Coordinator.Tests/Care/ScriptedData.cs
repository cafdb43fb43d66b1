using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Coordinator.Store;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Tables that are wherever one looks, and the marks of backups.</summary>
internal sealed class ScriptedData : ISiteData
{
    public List<string> Marks { get; } = [];

    public List<TableMove> Moves { get; } = [];

    /// <summary>Why a move fails; null: it does not.</summary>
    public string? Failure { get; set; }

    public Task MarkAsync(Endpoint server, Secret password, string backup, CancellationToken cancellation)
    {
        Marks.Add(backup);
        return Task.CompletedTask;
    }

    public Task<bool> HasMarkAsync(Endpoint server, Secret password, string backup, CancellationToken cancellation) =>
        Task.FromResult(Marks.Contains(backup));

    public Task<IReadOnlyDictionary<string, long>> CountAsync(
        Endpoint server, Secret password, string schema, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long> { ["notes"] = 3, ["users"] = 1 });

    public Task ReplaceAsync(TableMove move, Action<string> say, CancellationToken cancellation)
    {
        Moves.Add(move);
        return Failure is null ? Task.CompletedTask : throw new InvalidOperationException(Failure);
    }
}
