using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Guard;

/// <summary>The reads of all nodes, as whoever deletes a replica sees them.</summary>
internal interface IReplicaReads
{
    /// <summary>Takes a replica that is about to be deleted out of the reads of all nodes, and waits until the pages that
    /// began with it are over.</summary>
    Task WithdrawAsync(Endpoint replica, CancellationToken cancellation);
}
