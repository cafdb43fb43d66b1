namespace MoodleNodeAgent.Oci;

/// <summary>Words that OCI uses for the progress of a work request.</summary>
public static class WorkRequestStatus
{
    /// <summary>Queued.</summary>
    public const string Accepted = "ACCEPTED";

    /// <summary>Under way.</summary>
    public const string InProgress = "IN_PROGRESS";

    /// <summary>Over, and done.</summary>
    public const string Succeeded = "SUCCEEDED";

    /// <summary>Over, and not done; the work request's errors say why.</summary>
    public const string Failed = "FAILED";

    /// <summary>Being given up.</summary>
    public const string Canceling = "CANCELING";

    /// <summary>Over, given up.</summary>
    public const string Canceled = "CANCELED";
}
