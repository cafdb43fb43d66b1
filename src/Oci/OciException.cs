using System.Net;

namespace MoodleNodeAgent.Oci;

/// <summary>An OCI call that failed: what, where, and whether it may have had an effect.</summary>
public sealed class OciException : Exception
{
    internal OciException(string operation, HttpStatusCode status, string code, string message, string? requestId,
        bool mayHaveActed, Exception? inner = null)
        : base(Describe(operation, status, code, message, requestId), inner)
    {
        Operation = operation;
        Status = status;
        Code = code;
        ServiceMessage = message;
        RequestId = requestId;
        MayHaveActed = mayHaveActed;
    }

    /// <summary>The operation as OCI names it, such as CreateVcn.</summary>
    public string Operation { get; }

    /// <summary>The HTTP status; 0 when no answer came.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>OCI's error code such as NotAuthorizedOrNotFound; our own when no answer of OCI's form came.</summary>
    public string Code { get; }

    /// <summary>The message as the service gave it.</summary>
    public string ServiceMessage { get; }

    /// <summary>The id by which Oracle's support finds the call; null when no answer came.</summary>
    public string? RequestId { get; }

    /// <summary>How long the service asks to wait before the next attempt; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>True when the service may have carried out the call although it failed.</summary>
    public bool MayHaveActed { get; }

    /// <summary>True when the place has no host left: try another fault domain, availability domain or shape.</summary>
    public bool IsOutOfHostCapacity => Status == HttpStatusCode.InternalServerError
        && ServiceMessage.Contains("out of host capacity", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the resource is not there, or not for us to see: OCI does not tell these apart.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    internal OciException AfterLostAnswer() =>
        new(Operation, Status, Code, ServiceMessage, RequestId, mayHaveActed: true, this) { RetryAfter = RetryAfter };

    private static string Describe(
        string operation, HttpStatusCode status, string code, string message, string? requestId)
    {
        string remedy = OciRemedies.For(status, code, message);
        string answer = status == 0 ? "" : $"{(int)status} ";
        string id = requestId is null ? "" : $" (opc-request-id {requestId})";
        return $"{operation} failed: {answer}{code}: {message.TrimEnd()}{id}{(remedy.Length == 0 ? "" : " " + remedy)}";
    }
}
