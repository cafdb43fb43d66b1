using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>File systems.</summary>
internal sealed class FileSystemService(Cloud cloud)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateFileSystem", Create);
        handlers.AddReads("GetFileSystem", "ListFileSystems", Kinds.FileSystem, new Dictionary<string, string?>
        {
            ["sourceSnapshotId"] = null, ["parentFileSystemId"] = null,
        });
        handlers.Add("DeleteFileSystem", Delete);
    }

    /// <summary>An availability domain that a body names.</summary>
    public static string CheckDomain(Cloud cloud, string name) => cloud.AvailabilityDomains.Contains(name)
        ? name
        : throw ApiError.InvalidParameter($"Invalid value for parameter availabilityDomain: {name}");

    private ApiAnswer Create(ApiCall call)
    {
        if (call.Body["sourceSnapshotId"] is not null)
        {
            throw new ApiError(501, "MethodNotImplemented", "The local cloud makes no clones of file systems.");
        }

        string domain = CheckDomain(cloud, call.Body.Text("availabilityDomain"));
        Resource system = cloud.Add(
            Kinds.FileSystem, call.Body.Text("compartmentId"), "FileSystem-", call.Body, new JsonObject
            {
                ["availabilityDomain"] = domain, ["meteredBytes"] = 0, ["isCloneParent"] = false, ["isHydrated"] = true,
                ["cloneCount"] = 0, ["isTargetable"] = true, ["replicationSourceCount"] = 0, ["lifecycleDetails"] = "",
                ["kmsKeyId"] = "", ["filesystemSnapshotPolicyId"] = "",
                ["sourceDetails"] = new JsonObject { ["parentFileSystemId"] = "", ["sourceSnapshotId"] = "" },
                ["systemTags"] = new JsonObject(),
            });
        cloud.Start(Change.Create(system, cloud.Latencies.FileSystem) with
        {
            Work = token => cloud.DataPlane.CreateFileSystemAsync(system.Id, token),
        });
        return ApiAnswer.Of(system);
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource system = call.Target(Kinds.FileSystem, "ACTIVE", "FAILED");
        Resource? export = cloud.All(Kinds.Export).FirstOrDefault(
            export => export.Document.Text("fileSystemId") == system.Id);
        if (export is not null)
        {
            throw ApiError.Conflict($"The file system {system.Id} has export {export.Id}. Delete the export first.");
        }

        cloud.Start(Change.Delete(system, cloud.Latencies.FileSystem) with
        {
            Work = token => cloud.DataPlane.DeleteFileSystemAsync(system.Id, token),
        });
        return ApiAnswer.Empty;
    }
}
