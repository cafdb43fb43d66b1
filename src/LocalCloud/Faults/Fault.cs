using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Faults;

/// <summary>What a fault does to a call.</summary>
internal enum FaultKind
{
    /// <summary>Answers an error and does nothing.</summary>
    Answer,

    /// <summary>Cuts the connection and does nothing.</summary>
    LoseRequest,

    /// <summary>Does the operation, then cuts the connection.</summary>
    LoseAnswer,

    /// <summary>Does the operation, and answers late.</summary>
    Slow,

    /// <summary>Does the operation, and cuts the connection in the middle of the answer.</summary>
    Truncate,

    /// <summary>Does the operation, and answers what is no JSON.</summary>
    Garbage,

    /// <summary>Takes the call; its change ends in a failure when the latency is over.</summary>
    FailLater,
}

/// <summary>A fault of one operation, as set by POST /_local/faults.</summary>
internal sealed class Fault
{
    private static readonly Dictionary<string, FaultKind> Words = new()
    {
        ["answer"] = FaultKind.Answer, ["throttle"] = FaultKind.Answer, ["lose-request"] = FaultKind.LoseRequest,
        ["lose-answer"] = FaultKind.LoseAnswer, ["slow"] = FaultKind.Slow, ["truncate"] = FaultKind.Truncate,
        ["garbage"] = FaultKind.Garbage, ["fail-later"] = FaultKind.FailLater,
    };

    /// <summary>Name of the operation; *: every one.</summary>
    public required string Operation { get; init; }
    public required FaultKind Kind { get; init; }

    /// <summary>How many fitting calls pass before it hits. Default 0.</summary>
    public int Skip { get; set; }

    /// <summary>How many calls it still hits.</summary>
    public required int Times { get; set; }

    /// <summary>Status, code and message of the answer. Default 500 InternalServerError.</summary>
    public required int Status { get; init; }
    public required string Code { get; init; }
    public required string Message { get; init; }

    /// <summary>How late a slow answer is. Default 5 s, of the real clock.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Members of the body (a.b for nested ones) or values of the path, and what they need to be; empty: every
    /// call.</summary>
    public required IReadOnlyDictionary<string, string> Match { get; init; }

    public bool Fits(string operation, JsonObject body, IReadOnlyDictionary<string, string> path) =>
        Times > 0 && (Operation == "*" || operation == Operation)
        && Match.All(pair => (path.GetValueOrDefault(pair.Key) ?? pair.Key.Split('.')
            .Aggregate((JsonNode?)body, (node, name) => (node as JsonObject)?[name])?.ToString()) == pair.Value);

    public static Fault Parse(JsonObject document)
    {
        string word = document.TextOrNull("kind") ?? "answer";
        bool isThrottle = word == "throttle";
        return new Fault
        {
            Operation = document.Text("operation"),
            Kind = Words.TryGetValue(word, out FaultKind kind)
                ? kind
                : throw ApiError.InvalidParameter(
                    $"Invalid value for kind: {word}. Use one of {string.Join(", ", Words.Keys)}."),
            Skip = Math.Max(0, document.Whole("call", 1) - 1),
            Times = document.Whole("times", 1),
            Status = document.Whole("status", isThrottle ? 429 : 500),
            Code = document.TextOrNull("code") ?? (isThrottle ? "TooManyRequests" : "InternalServerError"),
            Message = document.TextOrNull("message")
                ?? (isThrottle ? "Too many requests for the user" : "Internal error occurred"),
            Delay = TimeSpan.FromSeconds(document.Real("seconds") ?? 5),
            Match = (document.Part("match") ?? []).ToDictionary(
                pair => pair.Key, pair => pair.Value?.ToString() ?? ""),
        };
    }

    public JsonObject Tell() => new()
    {
        ["operation"] = Operation, ["kind"] = Kind.ToString(), ["call"] = Skip + 1, ["times"] = Times,
        ["status"] = Status, ["code"] = Code, ["message"] = Message, ["seconds"] = Delay.TotalSeconds,
        ["match"] = new JsonObject(Match.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    };
}
