using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>The executor as a session sees it.</summary>
internal interface IExecutor
{
    /// <summary>What gets the executor's messages; null: nobody, they are dropped.</summary>
    void DeliverTo(Func<ExecutorMessage, Task>? next);

    /// <summary>Queues a message for the executor.</summary>
    Task SendAsync(LinkMessage message, CancellationToken cancellation);
}
