using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>What concerns the coordinator's site as a whole, beside its applies.</summary>
public interface ISiteLifecycle
{
    /// <summary>Name of the site that was applied last; null: none yet.</summary>
    string? Site { get; }

    /// <summary>What a destroy would delete: observes everything, changes nothing.</summary>
    Task<PlanReply> PlanDestroyAsync(DestroyScope scope, CancellationToken cancellation);

    /// <summary>Deletes the site. Reports as an apply does; a failed destroy is a value, and the next one goes on.</summary>
    /// <exception cref="ApplyInProgressException">An apply or a destroy has not ended.</exception>
    Task<ApplyEnded> DestroyAsync(
        DestroyScope scope, IProgress<ApplyEvent> progress, CancellationToken cancellation);

    /// <summary>Starts no step any more of what is under way: those in flight end and are recorded.</summary>
    void Drain();

    /// <summary>Compares cloud and nodes with what the last apply wanted. Changes nothing.</summary>
    Task<DriftReply> DriftAsync(CancellationToken cancellation);

    /// <summary>The site's lease; null: there is no site, or nobody ever applied.</summary>
    LeaseState? Lease { get; }

    /// <summary>Takes the lease away from its owner.</summary>
    /// <param name="epoch">Epoch that the caller has seen.</param>
    /// <returns>False: the lease has moved on since.</returns>
    bool FreeLease(long epoch);
}

/// <summary>What a destroy deletes.</summary>
/// <param name="WithData">Whether DB system and file system go as well.</param>
/// <param name="WithoutCopy">Whether the file system goes without a copy of it.</param>
public sealed record DestroyScope(bool WithData, bool WithoutCopy);
