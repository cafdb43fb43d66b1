namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>A value that is never shown: ToString gives three stars, and leaving it takes a call of Reveal.</summary>
public sealed class Secret(string value) : IEquatable<Secret>
{
    /// <summary>The value itself. For the request or connection that needs it, never for a message.</summary>
    public string Reveal() => value;

    /// <inheritdoc />
    public override string ToString() => "***";

    /// <inheritdoc />
    public bool Equals(Secret? other) => other is not null && string.Equals(value, other.Reveal(), StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(value);
}
