using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>One field that is not as wanted.</summary>
/// <param name="Field">Name such as "dataStorageSizeInGBs".</param>
/// <param name="Old">What is; empty: nothing.</param>
/// <param name="New">What is wanted.</param>
/// <param name="Obstacle">Why an apply cannot change it, with the remedy; null: it can.</param>
public sealed record Difference(string Field, string Old, string New, string? Obstacle = null)
{
    /// <summary>Lines that say more than old and new; the agent has masked what is sensitive. Default: null.</summary>
    public string? Detail { get; init; }

    /// <inheritdoc />
    public override string ToString() => Detail is null ? $"{Field}: {Old} -> {New}" : $"{Field}: {Detail}";
}

/// <summary>What is, compared with what is wanted.</summary>
/// <param name="Action">What an apply would do.</param>
/// <param name="Differences">Field by field; never a secret.</param>
public sealed record Observation(StepAction Action, IReadOnlyList<Difference> Differences)
{
    /// <summary>Nothing to do.</summary>
    public static Observation Nothing { get; } = new(StepAction.None, []);

    /// <summary>There is nothing yet.</summary>
    public static Observation Missing { get; } = new(StepAction.Create, []);

    /// <summary>False: the step could not be looked at, because a step that it needs is still to be created.</summary>
    public bool WasObserved { get; init; } = true;

    /// <summary>Nothing to do, or an update by these differences.</summary>
    public static Observation Of(IReadOnlyList<Difference> differences) =>
        differences.Count == 0 ? Nothing : new(StepAction.Update, differences);
}
