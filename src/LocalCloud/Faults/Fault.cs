using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Faults;

/// <summary>What a fault does to a call.</summary>
internal enum FaultKind
{
    /// <summary>Answers an error and does nothing.</summary>
    Answer,

    /// <summary>Does the operation, then cuts the connection.</summary>
    LoseAnswer,

    /// <summary>Takes the call; its change ends in a failure when the latency is over.</summary>
    FailLater,
}

/// <summary>A fault of one operation, as set by POST /_local/faults.</summary>
internal sealed class Fault
{
    public required string Operation { get; init; }
    public required FaultKind Kind { get; init; }

    /// <summary>How many calls it still hits.</summary>
    public required int Times { get; set; }

    /// <summary>Status, code and message of the answer. Default 500 InternalServerError.</summary>
    public required int Status { get; init; }
    public required string Code { get; init; }
    public required string Message { get; init; }

    /// <summary>Members of the body (a.b for nested ones) and the values that they need; empty: every call.</summary>
    public required IReadOnlyDictionary<string, string> Match { get; init; }

    public bool Hits(string operation, JsonObject body) =>
        Times > 0 && operation == Operation
        && Match.All(pair => pair.Key.Split('.').Aggregate((JsonNode?)body, (node, name) => (node as JsonObject)?[name])
            ?.ToString() == pair.Value);

    public static Fault Parse(JsonObject document) => new()
    {
        Operation = document.Text("operation"),
        Kind = document.TextOrNull("kind") switch
        {
            null or "answer" => FaultKind.Answer,
            "lose-answer" => FaultKind.LoseAnswer,
            "fail-later" => FaultKind.FailLater,
            { } other => throw ApiError.InvalidParameter(
                $"Invalid value for kind: {other}. Use answer, lose-answer or fail-later."),
        },
        Times = document.Whole("times", 1),
        Status = document.Whole("status", 500),
        Code = document.TextOrNull("code") ?? "InternalServerError",
        Message = document.TextOrNull("message") ?? "Internal error occurred",
        Match = (document.Part("match") ?? []).ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? ""),
    };

    public JsonObject Tell() => new()
    {
        ["operation"] = Operation, ["kind"] = Kind.ToString(), ["times"] = Times, ["status"] = Status, ["code"] = Code,
        ["message"] = Message,
        ["match"] = new JsonObject(Match.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    };
}
