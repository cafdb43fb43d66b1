using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api.Objects;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The answer of an operation; its status is the operation's.</summary>
internal sealed record ApiAnswer
{
    public JsonNode? Body { get; init; }

    /// <summary>Bytes instead of JSON.</summary>
    public byte[]? Raw { get; init; }

    /// <summary>An object, or a part of it, instead of JSON.</summary>
    public ContentPart? Content { get; init; }

    /// <summary>Content type of bytes and objects. Default application/octet-stream.</summary>
    public string? ContentType { get; init; }

    /// <summary>Status, where it is not the operation's: 206.</summary>
    public int? Status { get; init; }
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The resource that the call made: its retry token is spent once it is gone.</summary>
    public string? ResourceId { get; init; }

    public static ApiAnswer Empty => new();

    /// <summary>A resource with its etag, and the work request that follows it.</summary>
    public static ApiAnswer Of(Resource resource, WorkRequest? request = null)
    {
        var answer = new ApiAnswer { Body = resource.Document, ResourceId = resource.Id };
        answer.Headers["etag"] = resource.ETag;
        if (request is not null)
        {
            answer.Headers["opc-work-request-id"] = request.Id;
        }

        return answer;
    }

    /// <summary>No body, only the work request to follow.</summary>
    public static ApiAnswer Accepted(WorkRequest request) =>
        new() { Headers = { ["opc-work-request-id"] = request.Id } };
}
