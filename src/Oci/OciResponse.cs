namespace MoodleNodeAgent.Oci;

/// <summary>What a service answered beside a body.</summary>
public record OciResponse
{
    /// <summary>The resource's version, for ifMatch; null when the operation tells none.</summary>
    public string? Etag { get; init; }

    /// <summary>The work request to follow; null when the call was done at once.</summary>
    public string? WorkRequestId { get; init; }

    /// <summary>The id by which Oracle's support finds the call.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long to wait before asking again; null when the service does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What a service answered, with its body.</summary>
public sealed record OciResponse<T> : OciResponse
{
    /// <summary>The body, read.</summary>
    public required T Value { get; init; }
}
