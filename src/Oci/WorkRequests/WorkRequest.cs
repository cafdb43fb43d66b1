namespace MoodleNodeAgent.Oci;

/// <summary>OCI's WorkRequest, alike in all services.</summary>
public sealed record WorkRequest
{
    /// <summary>What is done, in the service's word.</summary>
    public string? OperationType { get; init; }

    /// <summary>One of ACCEPTED, IN_PROGRESS, FAILED, SUCCEEDED, CANCELING or CANCELED.</summary>
    public string Status { get; init; } = "";

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>What it is done to.</summary>
    public IReadOnlyList<WorkRequestResource>? Resources { get; init; }

    /// <summary>0 to 100.</summary>
    public double? PercentComplete { get; init; }

    /// <summary>When OCI took the request.</summary>
    public DateTimeOffset? TimeAccepted { get; init; }

    /// <summary>When the work began.</summary>
    public DateTimeOffset? TimeStarted { get; init; }

    /// <summary>When the work ended.</summary>
    public DateTimeOffset? TimeFinished { get; init; }
}

/// <summary>OCI's WorkRequestResource, alike in all services.</summary>
public sealed record WorkRequestResource
{
    /// <summary>One of CREATED, UPDATED, DELETED, RELATED or IN_PROGRESS.</summary>
    public string? ActionType { get; init; }

    /// <summary>Kind of the resource, in the service's word.</summary>
    public string? EntityType { get; init; }

    /// <summary>OCID of the resource.</summary>
    public string? Identifier { get; init; }

    /// <summary>Path of the resource in the API.</summary>
    public string? EntityUri { get; init; }
}

/// <summary>OCI's WorkRequestError, alike in all services.</summary>
public sealed record WorkRequestError
{
    /// <summary>Code.</summary>
    public string? Code { get; init; }

    /// <summary>Text.</summary>
    public string? Message { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}

/// <summary>OCI's WorkRequestLogEntry, alike in all services.</summary>
public sealed record WorkRequestLogEntry
{
    /// <summary>Text.</summary>
    public string? Message { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}
