using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>The executor as a session sees it.</summary>
internal interface IExecutor
{
    /// <summary>What gets the executor's messages from now on, instead of an earlier receiver.</summary>
    void DeliverTo(Func<ExecutorMessage, Task> receiver);

    /// <summary>Ends the delivery to a receiver, unless another one has its place. Without one messages are dropped.
    /// </summary>
    void EndDelivery(Func<ExecutorMessage, Task> receiver);

    /// <summary>Queues a message for the executor.</summary>
    Task SendAsync(LinkMessage message, CancellationToken cancellation);
}
