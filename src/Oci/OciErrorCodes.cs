namespace MoodleNodeAgent.Oci;

/// <summary>Error codes that this client acts on; the last ones are its own.</summary>
public static class OciErrorCodes
{
    /// <summary>The resource is busy or in the wrong state for now.</summary>
    public const string IncorrectState = "IncorrectState";

    /// <summary>Something behind the resource is busy or in the wrong state for now.</summary>
    public const string ExternalServerIncorrectState = "ExternalServerIncorrectState";

    /// <summary>Not there, or not for us to see.</summary>
    public const string NotAuthorizedOrNotFound = "NotAuthorizedOrNotFound";

    /// <summary>The retry token was spent: what it made is gone, or it came with another body.</summary>
    public const string InvalidatedRetryToken = "InvalidatedRetryToken";

    /// <summary>No connection to the service; it did not see the call.</summary>
    public const string Unreachable = "Unreachable";

    /// <summary>The connection ended, or the time was over, before an answer came.</summary>
    public const string NoAnswer = "NoAnswer";

    /// <summary>Not there, told without a body as the answer to a HEAD is.</summary>
    public const string NotFound = "NotFound";

    /// <summary>The answer is longer than what is read of one; see <see cref="OciClientOptions.MaxAnswer"/>.</summary>
    public const string AnswerTooLong = "AnswerTooLong";

    /// <summary>An answer came that is not of OCI's form.</summary>
    public const string UnreadableAnswer = "UnreadableAnswer";
}
