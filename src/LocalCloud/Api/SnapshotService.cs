using System.Globalization;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Snapshots of file systems.</summary>
internal sealed class SnapshotService(Cloud cloud)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateSnapshot", Create);
        handlers.Add("GetSnapshot", call => ApiAnswer.Of(call.Target(Kinds.Snapshot)));
        handlers.Add("ListSnapshots", List);
        handlers.Add("DeleteSnapshot", Delete);
    }

    private ApiAnswer Create(ApiCall call)
    {
        Resource system = cloud.Related(Kinds.FileSystem, call.Body.Text("fileSystemId"));
        string name = call.Body.Text("name");
        if (system.State != "ACTIVE")
        {
            throw ApiError.IncorrectState($"The file system {system.Id} is in state {system.State}.");
        }

        if (name.Length is 0 or > 255 || name.Contains('/', StringComparison.Ordinal) || name is "." or "..")
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter name: {name} is no name of a folder");
        }

        if (cloud.All(Kinds.Snapshot).Any(other => other.Document.Text("fileSystemId") == system.Id
                && other.Document.Text("name") == name))
        {
            throw ApiError.Conflict($"The file system {system.Id} has a snapshot {name} already.");
        }

        Resource snapshot = cloud.Add(Kinds.Snapshot, system.CompartmentId, "", call.Body, new JsonObject
        {
            ["fileSystemId"] = system.Id, ["name"] = name, ["snapshotType"] = "USER",
            ["snapshotTime"] = cloud.Now.Stamp(), ["isCloneSource"] = false, ["lifecycleDetails"] = "",
            ["locks"] = new JsonArray(), ["systemTags"] = new JsonObject(),
        });
        snapshot.Document.Remove("displayName");
        snapshot.Document.Remove("compartmentId");
        snapshot.Document["provenanceId"] = snapshot.Id;
        snapshot.Document.Take(call.Body, "expirationTime", "lockDurationDetails");
        cloud.Start(Change.Create(snapshot, cloud.Latencies.Snapshot) with
        {
            Work = token => cloud.DataPlane.CreateSnapshotAsync(system.Id, name, token),
            Queue = system,
        });
        return ApiAnswer.Of(snapshot);
    }

    private ApiAnswer List(ApiCall call)
    {
        if (call.QueryValue("fileSystemId") is null && call.QueryValue("filesystemSnapshotPolicyId") is null)
        {
            throw ApiError.MissingParameter("fileSystemId");
        }

        string? compartment = call.QueryValue("compartmentId");
        return call.List(
            cloud.Resources.Where(resource => resource.Kind == Kinds.Snapshot
                && (compartment is null || resource.CompartmentId == compartment))
                    .Select(resource => resource.Document),
            new Dictionary<string, string?> { ["compartmentId"] = null });
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource snapshot = call.Target(Kinds.Snapshot, "ACTIVE");
        if (snapshot.Document.Part("lockDurationDetails") is { } details && IsLocked(snapshot, details))
        {
            throw ApiError.Conflict(
                $"The snapshot {snapshot.Id} is locked for {details.Whole("lockDuration", 0)} days.");
        }

        cloud.Start(Change.Delete(snapshot, cloud.Latencies.Snapshot) with
        {
            Work = token => cloud.DataPlane.DeleteSnapshotAsync(
                snapshot.Document.Text("fileSystemId"), snapshot.Document.Text("name"), token),
        });
        return ApiAnswer.Empty;
    }

    private bool IsLocked(Resource snapshot, JsonObject details) =>
        cloud.Now < DateTimeOffset.Parse(snapshot.Document.Text("snapshotTime"), CultureInfo.InvariantCulture)
            .AddDays(details.Whole("lockDuration", 0));
}
