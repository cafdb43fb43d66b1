namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>A node of the deployment graph: one OCI resource, or one piece of fleet work.</summary>
public abstract class Step(string id)
{
    private readonly List<Step> needs = [];
    private readonly List<Output> outputs = [];

    /// <summary>Path such as "network/vcn".</summary>
    public string Id { get; } = id;

    /// <summary>Steps whose outputs this one uses.</summary>
    public IReadOnlyList<Step> Needs => needs;

    /// <summary>What this step gives to others.</summary>
    public IReadOnlyList<Output> Outputs => outputs;

    /// <summary>How long it usually takes to create; polling and the plan's estimate follow it.</summary>
    public abstract TimeSpan Expected { get; }

    /// <summary>Steps with the same key run one after the other, because the cloud refuses them otherwise; null: free.
    /// </summary>
    public virtual string? SerialKey => null;

    /// <summary>Whether all outputs have a value.</summary>
    internal bool IsKnown => outputs.TrueForAll(output => output.IsKnown);

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

    /// <summary>OCID of the step's resource; null: it has none.</summary>
    internal virtual string? Resource => null;

    /// <summary>Hash of what was wanted, for steps that cannot observe their own work; empty: not needed.</summary>
    internal virtual string SpecHash => "";

    internal void ForgetOutputs() => outputs.ForEach(output => output.Forget());

    /// <summary>Declares an output.</summary>
    protected Output<T> Produces<T>(string name)
    {
        var output = new Output<T>(this, name);
        outputs.Add(output);
        return output;
    }

    /// <summary>Takes another step's output as an input; the edge of the graph comes from here.</summary>
    protected Input<T> Uses<T>(Output<T> output)
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
