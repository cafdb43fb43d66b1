using MoodleNodeAgent.LocalCloud.Api.Objects;
using MoodleNodeAgent.LocalCloud.Faults;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>A request after its signature has been verified.</summary>
internal sealed record ApiRequest
{
    public required string Method { get; init; }

    /// <summary>Path and query as sent.</summary>
    public required string RawTarget { get; init; }
    public required string Body { get; init; }
    public required string TenancyId { get; init; }
    public string? RetryToken { get; init; }
    public string? IfMatch { get; init; }
    public string? IfNoneMatch { get; init; }

    /// <summary>OCID of the instance that signed; null: a user.</summary>
    public string? InstanceId { get; init; }

    /// <summary>A pre-authenticated request, /p/TOKEN/..., without signature.</summary>
    public bool IsLink { get; init; }

    /// <summary>Value of a header by lower-case name.</summary>
    public Func<string, string?> Header { get; init; } = _ => null;

    /// <summary>Names of all headers.</summary>
    public IReadOnlyCollection<string> HeaderNames { get; init; } = [];

    /// <summary>The object of an upload; null: none.</summary>
    public StoredContent? Content { get; init; }
}

/// <summary>An answer ready for the wire.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON text; null: none, or other bytes.</param>
/// <param name="Headers">Headers besides opc-request-id.</param>
internal sealed record WireAnswer(int Status, string? Body, IReadOnlyDictionary<string, string> Headers)
{
    public byte[]? Raw { get; init; }
    public ContentPart? Content { get; init; }
    public string? ContentType { get; init; }

    /// <summary>What happens to the answer on its way; null: nothing.</summary>
    public Fault? Fault { get; init; }
}
