using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Guard;

/// <summary>Takes replicas out of the reads of all nodes before they are deleted.</summary>
internal interface IReadWithdrawal
{
    /// <summary>Ends when no page reads from the replica any more.</summary>
    Task WithdrawAsync(Endpoint replica, CancellationToken cancellation);
}
