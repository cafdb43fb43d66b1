namespace MoodleNodeAgent.Oci;

/// <summary>A page of the services that wrap their lists.</summary>
internal sealed record OciItems<T>
{
    public List<T>? Items { get; init; }
}
