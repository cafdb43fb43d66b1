using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Output;

/// <summary>Shows an apply while it runs.</summary>
internal interface IApplyView
{
    /// <summary>Shows all events until the last, which it returns; null when the stream ends without one.</summary>
    Task<ApplyEnded?> ShowAsync(IAsyncEnumerable<ApplyEvent> events);
}
