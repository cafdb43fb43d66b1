using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>A node of the deployment graph: one OCI resource, or one piece of fleet work.</summary>
public abstract class Step
{
    private readonly List<Step> needs = [];
    private readonly List<Output> outputs = [];

    /// <summary>A step of this path.</summary>
    protected Step(string id)
    {
        Id = id;
        Done = new Output<bool>(this, "done");
    }

    /// <summary>Path such as "network/vcn".</summary>
    public string Id { get; }

    /// <summary>Steps whose outputs this one uses.</summary>
    public IReadOnlyList<Step> Needs => needs;

    /// <summary>What this step gives to others.</summary>
    public IReadOnlyList<Output> Outputs => outputs;

    /// <summary>How long it usually takes to create; polling and the plan's estimate follow it.</summary>
    public abstract TimeSpan Expected { get; }

    /// <summary>Steps with the same key run one after the other, because the cloud refuses them otherwise; null: free.
    /// </summary>
    public virtual string? SerialKey => null;

    /// <summary>For steps that need this one done and nothing else of it.</summary>
    public Output<bool> Done { get; }

    /// <summary>Whether the step's work is there and all outputs have a value.</summary>
    internal bool IsKnown => Done.IsKnown && outputs.TrueForAll(output => output.IsKnown);

    /// <inheritdoc />
    public override string ToString() => Id;

    /// <summary>Reads what is, sets the outputs that are known, and tells what an apply would do. Writes nothing.</summary>
    internal abstract Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation);

    /// <summary>Does what the observation asks for, waits until it is done, and sets all outputs.</summary>
    internal abstract Task ActAsync(StepContext context, Observation observation, CancellationToken cancellation);

    /// <summary>Called in an apply when there is nothing to do: leftovers of a killed apply are closed.</summary>
    internal virtual void Settle(StepContext context)
    {
    }

    /// <summary>What a plan says of the step while it cannot be looked at, because a step that it needs is still to be
    /// done.</summary>
    internal virtual Observation Unobserved => Observation.Missing;

    /// <summary>Whether it is done again whenever a step that it needs was changed, whatever it looks like. Default: no.
    /// </summary>
    internal virtual bool IsRepeatedAfterChanges => false;

    /// <summary>Why this action of the step cannot be taken back; null: it can.</summary>
    internal virtual string? IrreversibleBy(StepAction action) => null;

    /// <summary>Whether the step removes something, so that nothing of its own is to be remembered.</summary>
    internal virtual bool IsRemoval => false;

    /// <summary>Steps whose records go when this one is done: it removed what they made. Default: none.</summary>
    internal virtual IReadOnlyList<string> Forgets(StepContext context) => [];

    /// <summary>OCID of the step's resource; null: it has none.</summary>
    internal virtual string? Resource => null;

    /// <summary>Hash of what was wanted, for steps that cannot observe their own work; empty: not needed.</summary>
    internal virtual string SpecHash => "";

    /// <summary>Called by the engine: the step's work is there.</summary>
    internal void MarkDone()
    {
        if (outputs.Find(output => !output.IsKnown) is { } missing)
        {
            throw new InvalidOperationException($"The step {Id} is done and gave no {missing.Name}.");
        }

        Done.Set(true);
    }

    /// <summary>Declares an output.</summary>
    protected Output<T> Produces<T>(string name)
    {
        var output = new Output<T>(this, name);
        outputs.Add(output);
        return output;
    }

    /// <summary>Takes another step's output as an input; the edge of the graph comes from here.</summary>
    protected internal Input<T> Uses<T>(Output<T> output)
    {
        if (!needs.Contains(output.Owner))
        {
            needs.Add(output.Owner);
        }

        return new Input<T>(output);
    }

    /// <summary>Takes several outputs as inputs.</summary>
    protected IReadOnlyList<Input<T>> Uses<T>(IEnumerable<Output<T>> sources) => [.. sources.Select(Uses)];
}
