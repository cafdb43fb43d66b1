namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>A resource ended before it was ready.</summary>
internal sealed class ResourceEndedException(string message) : InvalidOperationException(message);
