using System.Text.Json.Nodes;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

/// <summary>A disturbance of one operation, as the local cloud's control endpoint takes it.</summary>
/// <param name="Name">What the test's message calls it.</param>
/// <param name="IsTransient">The client repeats the call, so that the apply has to succeed.</param>
/// <param name="Members">Members of the fault, but for the operation.</param>
/// <param name="Times">How many calls it hits.</param>
internal sealed record Fault(string Name, bool IsTransient, JsonObject Members, int Times = 1)
{
    /// <summary>More often than the client tries.</summary>
    public const int Always = 1000;

    /// <summary>Every fault of a call. What ends later and what lacks room is further below.</summary>
    public static IReadOnlyList<Fault> OfCalls { get; } =
    [
        Answer(500, "InternalServerError", isTransient: true),
        Answer(503, "ServiceUnavailable", isTransient: true),
        Answer(409, "IncorrectState", isTransient: true),
        new("throttled", true, new JsonObject { ["kind"] = "throttle" }),
        new("request lost", true, new JsonObject { ["kind"] = "lose-request" }),
        new("answer lost", true, new JsonObject { ["kind"] = "lose-answer" }),
        new("answer truncated", true, new JsonObject { ["kind"] = "truncate" }),
        new("answer garbage", true, new JsonObject { ["kind"] = "garbage" }),
        Answer(400, "InvalidParameter"),
        Answer(400, "LimitExceeded"),
        Answer(401, "NotAuthenticated"),
        Answer(404, "NotAuthorizedOrNotFound"),
        Answer(412, "NoEtagMatch"),
        Answer(500, "InternalServerError") with { Name = "500 always", Times = Always },
        new("answer always lost", false, new JsonObject { ["kind"] = "lose-answer" }, Always),
        new("answer always garbage", false, new JsonObject { ["kind"] = "garbage" }, Always),
    ];

    /// <summary>Later than the client waits: the pause is real, so that it is tried where something is at stake.</summary>
    public static Fault Slow { get; } = new("answer late", true, new JsonObject
    {
        ["kind"] = "slow", ["seconds"] = (FaultyCloud.Patience * 1.5).TotalSeconds,
    });

    /// <summary>The call is taken; its work request and its resource end FAILED.</summary>
    public static Fault EndsFailed { get; } = new("ends FAILED", false, new JsonObject { ["kind"] = "fail-later" });

    /// <summary>No room in the first place that is tried.</summary>
    public static Fault NoRoom { get; } = Answer(500, "InternalError", isTransient: true) with
    {
        Name = "no room in one place",
        Members = new JsonObject
        {
            ["kind"] = "answer", ["status"] = 500, ["code"] = "InternalError", ["message"] = "Out of host capacity.",
        },
    };

    public JsonObject For(string operation)
    {
        var members = Members.DeepClone().AsObject();
        members["operation"] = operation;
        members["times"] = Times;
        return members;
    }

    private static Fault Answer(int status, string code, bool isTransient = false) =>
        new($"{status} {code}", isTransient, new JsonObject
        {
            ["kind"] = "answer", ["status"] = status, ["code"] = code, ["message"] = "A fault of the suite.",
        });
}
