using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>What a step has at hand while it observes or acts.</summary>
internal sealed record StepContext
{
    public required IJournal Journal { get; init; }

    public required IStepStates States { get; init; }

    public required Limits Limits { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Lease epoch of the apply; 0 in a plan.</summary>
    public required long Epoch { get; init; }

    /// <summary>Whether this apply has changed a step that this one needs.</summary>
    public bool HasNewInputs { get; init; }

    /// <summary>Once it is cancelled no step is started any more; those in flight end.</summary>
    public CancellationToken Drain { get; init; }

    /// <summary>Says what the step is waiting for.</summary>
    public required Action<string> Report { get; init; }
}
