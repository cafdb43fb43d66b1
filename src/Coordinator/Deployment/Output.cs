using System.Text.Json;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>A value that a step gives to others once it is done.</summary>
public abstract class Output(Step owner, string name)
{
    /// <summary>Step that produces it.</summary>
    public Step Owner { get; } = owner;

    /// <summary>Name within the step, such as "address".</summary>
    public string Name { get; } = name;

    /// <summary>Whether there is a value yet.</summary>
    public bool IsKnown { get; private protected set; }

    internal abstract JsonElement ToJson();
}

/// <summary>A value of a step. Another step reads it through an Input, which makes the edge of the graph.</summary>
public sealed class Output<T>(Step owner, string name) : Output(owner, name)
{
    private T? value;

    internal void Set(T newValue)
    {
        value = newValue;
        IsKnown = true;
    }

    internal T Read() => IsKnown
        ? value!
        : throw new InvalidOperationException($"The output {Name} of {Owner.Id} is read before the step is done.");

    internal override JsonElement ToJson() => JsonSerializer.SerializeToElement(Read());
}

/// <summary>Another step's output, as the step that needs it sees it. Only Step.Uses makes one.</summary>
public sealed class Input<T>
{
    private readonly Output<T> output;

    internal Input(Output<T> output)
    {
        this.output = output;
    }

    /// <summary>The value; known whenever the step runs.</summary>
    public T Value => output.Read();
}
