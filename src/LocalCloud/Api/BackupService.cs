using System.Globalization;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Backups of DB systems.</summary>
internal sealed class BackupService(Cloud cloud)
{
    private const int FinalRetention = 365;

    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateBackup", Create);
        handlers.Add("GetBackup", call => ApiAnswer.Of(call.Target(Kinds.Backup)));
        handlers.Add("ListBackups", call => call.List(
            cloud.Resources.Where(resource => resource.Kind == Kinds.Backup).Select(Summary),
            new Dictionary<string, string?> { ["backupId"] = "id" }));
        handlers.Add("DeleteBackup", Delete);
    }

    private ApiAnswer Create(ApiCall call)
    {
        JsonObject body = call.Body;
        Resource system = cloud.Related(Kinds.DbSystem, body.Text("dbSystemId"));
        if (system.State is not ("ACTIVE" or "INACTIVE"))
        {
            throw ApiError.IncorrectState($"The DB system {system.Id} is in state {system.State}.");
        }

        int days = body.Whole("retentionInDays", 7);
        if (days is < 1 or > 365)
        {
            throw ApiError.InvalidParameter($"retentionInDays is {days}; 1 to 365 are allowed.");
        }

        Resource? busy = cloud.Live(Kinds.Backup).FirstOrDefault(
            other => other.Document.Text("dbSystemId") == system.Id && other.State == "CREATING");
        if (busy is not null)
        {
            throw ApiError.IncorrectState($"The backup {busy.Id} of the DB system is being made.");
        }

        string words = string.Create(
            CultureInfo.InvariantCulture, $"{system.DisplayName}-Backup-{cloud.Now:yyyy-MM-dd, HH:mm:ss}");
        var named = (JsonObject)body.DeepClone();
        named["displayName"] ??= words;
        Resource backup = cloud.Add(Kinds.Backup, system.CompartmentId, "", named, new JsonObject
        {
            ["description"] = body.TextOrNull("description") ?? words,
            ["softDelete"] = body.TextOrNull("softDelete") ?? "DISABLED",
            ["backupValidationDetails"] = new JsonObject
            {
                ["validationStatus"] = "NOT_VALIDATED", ["backupPreparationStatus"] = "NOT_PREPARED",
            },
            ["timeUpdated"] = cloud.Now.Stamp(), ["lifecycleDetails"] = "",
            ["backupType"] = body.TextOrNull("backupType") ?? "INCREMENTAL", ["creationType"] = "MANUAL",
            ["dbSystemId"] = system.Id, ["retentionInDays"] = days, ["systemTags"] = new JsonObject(),
            ["dataStorageSizeInGBs"] = system.Document.Whole("dataStorageSizeInGBs", 50),
            ["mysqlVersion"] = system.Document.Text("mysqlVersion"), ["shapeName"] = system.Document.Text("shapeName"),
        });
        return Start(system, backup);
    }

    /// <summary>The backup that a DB system takes before it ends.</summary>
    public void MakeFinal(Resource system)
    {
        string words = string.Create(
            CultureInfo.InvariantCulture, $"{system.DisplayName}-Final-{cloud.Now:yyyy-MM-dd, HH:mm:ss}");
        Resource backup = cloud.Add(
            Kinds.Backup, system.CompartmentId, "", new JsonObject { ["displayName"] = words }, new JsonObject
            {
                ["description"] = words, ["timeUpdated"] = cloud.Now.Stamp(), ["lifecycleDetails"] = "",
                ["softDelete"] = "DISABLED", ["backupType"] = "FULL", ["creationType"] = "FINAL",
                ["backupValidationDetails"] = new JsonObject
                {
                    ["validationStatus"] = "NOT_VALIDATED", ["backupPreparationStatus"] = "NOT_PREPARED",
                },
                ["dbSystemId"] = system.Id, ["retentionInDays"] = FinalRetention, ["systemTags"] = new JsonObject(),
                ["dataStorageSizeInGBs"] = system.Document.Whole("dataStorageSizeInGBs", 50),
                ["mysqlVersion"] = system.Document.Text("mysqlVersion"),
                ["shapeName"] = system.Document.Text("shapeName"),
            });
        Start(system, backup);
    }

    private ApiAnswer Start(Resource system, Resource backup)
    {
        JsonObject snapshot = Snapshot(system);
        WorkRequest request = Request("CREATE_BACKUP", backup, "CREATED");
        cloud.Start(Change.Create(backup, cloud.Latencies.Backup) with
        {
            Work = token => cloud.DataPlane.CreateBackupAsync(backup.Id, system.Id, token),
            Queue = system,
            Then = () =>
            {
                backup.Document["dbSystemSnapshot"] = snapshot;
                backup.Document["backupSizeInGBs"] = 1;
                backup.Document["timeUpdated"] = cloud.Now.Stamp();
            },
            Request = request,
        });
        return ApiAnswer.Of(backup, request);
    }

    private JsonObject Snapshot(Resource system)
    {
        JsonObject snapshot = system.Document.DeepClone().AsObject();
        foreach (
            string name in (string[])["lifecycleState", "lifecycleDetails", "timeCreated", "timeUpdated", "channels",
            "currentPlacement", "source", "isHeatWaveClusterAttached", "heatWaveCluster", "databaseMode", "accessMode",
            "customerContacts", "systemTags"])
        {
            snapshot.Remove(name);
        }

        snapshot["adminUsername"] = system.Inside.TextOrNull("adminUsername");
        snapshot["region"] = cloud.Options.Region;
        return snapshot;
    }

    private JsonObject Summary(Resource backup)
    {
        JsonObject summary = backup.Document.DeepClone().AsObject();
        foreach (string name in backup.Kind.NotInLists)
        {
            summary.Remove(name);
        }

        summary.Take(
            backup.Document.Part("backupValidationDetails")!, "validationStatus", "backupPreparationStatus");
        summary["dbSystemSnapshotSummary"] = new JsonObject
        {
            ["id"] = backup.Document.Text("dbSystemId"), ["region"] = cloud.Options.Region,
            ["displayName"] = backup.Document.Part("dbSystemSnapshot")?.TextOrNull("displayName"),
        };
        return summary;
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource backup = call.Target(Kinds.Backup, "ACTIVE", "INACTIVE", "FAILED");
        WorkRequest request = Request("DELETE_BACKUP", backup, "DELETED");
        cloud.Start(Change.Delete(backup, cloud.Latencies.Backup) with
        {
            Work = token => cloud.DataPlane.DeleteBackupAsync(backup.Id, token),
            Request = request,
        });
        return ApiAnswer.Accepted(request);
    }

    private WorkRequest Request(string operation, Resource backup, string action) => cloud.AddWorkRequest(
        WorkService.MySql, operation, backup, "mysqlbackup", action, $"/backups/{backup.Id}", cloud.Latencies.Backup);
}
