namespace MoodleNodeAgent.Agent.Executor;

/// <summary>A task cannot reach its spec: a stable code, and what, where and the remedy.</summary>
public sealed class TaskException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable code, such as "mount-refused".</summary>
    public string Code { get; } = code;
}
