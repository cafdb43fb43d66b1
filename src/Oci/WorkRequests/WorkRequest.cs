namespace MoodleNodeAgent.Oci;

/// <summary>OCI's WorkRequest, alike in all services.</summary>
public sealed record WorkRequest
{
    public string? OperationType { get; init; }

    /// <summary>One of ACCEPTED, IN_PROGRESS, FAILED, SUCCEEDED, CANCELING or CANCELED.</summary>
    public string Status { get; init; } = "";

    public string Id { get; init; } = "";

    public string? CompartmentId { get; init; }

    public IReadOnlyList<WorkRequestResource>? Resources { get; init; }

    public double? PercentComplete { get; init; }

    public DateTimeOffset? TimeAccepted { get; init; }

    public DateTimeOffset? TimeStarted { get; init; }

    public DateTimeOffset? TimeFinished { get; init; }
}

/// <summary>OCI's WorkRequestResource, alike in all services.</summary>
public sealed record WorkRequestResource
{
    /// <summary>One of CREATED, UPDATED, DELETED, RELATED or IN_PROGRESS.</summary>
    public string? ActionType { get; init; }

    public string? EntityType { get; init; }

    public string? Identifier { get; init; }

    public string? EntityUri { get; init; }
}

/// <summary>OCI's WorkRequestError, alike in all services.</summary>
public sealed record WorkRequestError
{
    public string? Code { get; init; }

    public string? Message { get; init; }

    public DateTimeOffset? Timestamp { get; init; }
}

/// <summary>OCI's WorkRequestLogEntry, alike in all services.</summary>
public sealed record WorkRequestLogEntry
{
    public string? Message { get; init; }

    public DateTimeOffset? Timestamp { get; init; }
}
