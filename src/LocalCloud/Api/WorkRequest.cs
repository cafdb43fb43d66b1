using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Which service answers for a work request, with its own words.</summary>
internal enum WorkService
{
    Core,
    MySql,
    LoadBalancer,
    ObjectStorage,
}

/// <summary>The record of an asynchronous call.</summary>
internal sealed class WorkRequest
{
    public required string Id { get; init; }
    public required WorkService Service { get; init; }
    public required string OperationType { get; init; }
    public required string CompartmentId { get; init; }
    public required string EntityType { get; init; }
    public required string ResourceId { get; init; }

    /// <summary>Action once done: CREATED, UPDATED or DELETED.</summary>
    public required string Action { get; init; }
    public required string EntityUri { get; init; }
    public required DateTimeOffset TimeAccepted { get; init; }

    /// <summary>When the latency is over.</summary>
    public required DateTimeOffset TimeDue { get; init; }
    public DateTimeOffset? TimeFinished { get; set; }
    public string? Failure { get; set; }

    private DateTimeOffset TimeStarted => TimeAccepted + ((TimeDue - TimeAccepted) / 50);

    public string Status(DateTimeOffset now) => this switch
    {
        { TimeFinished: not null, Failure: not null } => "FAILED",
        { TimeFinished: not null } => Service == WorkService.ObjectStorage ? "COMPLETED" : "SUCCEEDED",
        _ => now < TimeStarted ? "ACCEPTED" : "IN_PROGRESS",
    };

    /// <summary>The document of the work request; resources are left out of the summaries of core and MySQL.</summary>
    public JsonObject Tell(DateTimeOffset now, bool isSummary)
    {
        double total = Math.Max(1, (TimeDue - TimeAccepted).TotalMilliseconds);
        double percent = TimeFinished is not null
            ? 100
            : Math.Round(Math.Clamp(100 * (now - TimeAccepted).TotalMilliseconds / total, 0, 99), 1);
        string status = Status(now);
        var document = new JsonObject
        {
            ["operationType"] = OperationType,
            ["status"] = status,
            ["id"] = Id,
            ["compartmentId"] = CompartmentId,
            ["percentComplete"] = percent,
            ["timeAccepted"] = TimeAccepted.Stamp(),
            ["timeStarted"] = status == "ACCEPTED" ? null : TimeStarted.Stamp(),
            ["timeFinished"] = TimeFinished?.Stamp(),
        };
        if (!isSummary || Service == WorkService.LoadBalancer)
        {
            document["resources"] = new JsonArray(new JsonObject
            {
                ["entityType"] = EntityType,
                ["actionType"] = status is "SUCCEEDED" or "COMPLETED" ? Action : "IN_PROGRESS",
                ["identifier"] = ResourceId,
                ["entityUri"] = EntityUri,
            });
        }

        return document;
    }

    public JsonArray Logs(DateTimeOffset now)
    {
        var logs = new JsonArray();
        Add(TimeAccepted, $"{OperationType} was accepted.");
        if (now >= TimeStarted)
        {
            Add(TimeStarted, $"{OperationType} was started.");
        }

        if (TimeFinished is { } finished)
        {
            Add(finished, Failure is null ? $"{OperationType} has succeeded." : $"{OperationType} has failed.");
        }

        return logs;

        void Add(DateTimeOffset time, string message) =>
            logs.Add((JsonNode)new JsonObject { ["message"] = message, ["timestamp"] = time.Stamp() });
    }

    public JsonArray Errors() => Failure is { } failure && TimeFinished is { } finished
        ? [new JsonObject { ["code"] = "InternalServerError", ["message"] = failure, ["timestamp"] = finished.Stamp() }]
        : [];
}
