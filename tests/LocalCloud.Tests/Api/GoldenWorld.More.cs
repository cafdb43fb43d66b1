using System.Text;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>What only some operations need: policies, backups, snapshots, objects.</summary>
internal sealed partial class GoldenWorld
{
    private async Task FillMoreAsync(string operation)
    {
        await FillIdentityAsync(operation);
        if (operation.Contains("ConsoleHistory", StringComparison.Ordinal))
        {
            _ids["instanceconsolehistory"] = await Cloud.CreateAsync("/20160918/instanceConsoleHistories",
                new JsonObject { ["instanceId"] = _ids["instance"] }, 10);
            await Cloud.PassAsync(10);
        }

        if (operation.Contains("Snapshot", StringComparison.Ordinal) && operation != "CreateSnapshot")
        {
            _ids["snapshot"] = await Cloud.CreateAsync("/20171215/snapshots", new JsonObject
            {
                ["fileSystemId"] = _ids["filesystem"], ["name"] = "before-upgrade-20261122",
                ["expirationTime"] = "2026-12-22T00:00:00.000Z",
            }, 10);
        }

        if (operation.Contains("Backup", StringComparison.Ordinal) && operation != "CreateBackup")
        {
            _ids["mysqlbackup"] = await Cloud.CreateAsync(
                "/20190415/backups", new JsonObject { ["dbSystemId"] = _ids["mysqldbsystem"] });
        }

        if (operation.Contains("HeatWave", StringComparison.Ordinal) && operation != "AddHeatWaveCluster")
        {
            Cloud.Do("POST", $"/20190415/dbSystems/{_ids["mysqldbsystem"]}/heatWaveCluster/actions/add",
                new JsonObject { ["shapeName"] = "HeatWave.512GB", ["clusterSize"] = 2 });
            await Cloud.PassAsync(1000);
        }

        if (operation.Contains("Bucket", StringComparison.Ordinal)
            || operation.Contains("Object", StringComparison.Ordinal)
            || operation.Contains("Preauthenticated", StringComparison.Ordinal))
        {
            await FillObjectsAsync(operation);
        }
    }

    private async Task FillIdentityAsync(string operation)
    {
        if (operation is "GetDynamicGroup" or "ListDynamicGroups" or "DeleteDynamicGroup")
        {
            _ids["dynamicgroup"] = await Cloud.CreateAsync("/20160918/dynamicGroups", new JsonObject
            {
                ["compartmentId"] = Cloud.Cloud.TenancyId, ["name"] = "moodle-web", ["description"] = "",
                ["matchingRule"] = $"instance.compartment.id = '{Cloud.Compartment}'",
            }, 10);
        }

        if (operation is "GetPolicy" or "ListPolicies" or "DeletePolicy")
        {
            _ids["policy"] = await Cloud.CreateAsync("/20160918/policies", new JsonObject
            {
                ["compartmentId"] = Cloud.Compartment, ["name"] = "moodle-web-policy", ["description"] = "",
                ["statements"] = new JsonArray(
                    $"Allow dynamic-group moodle-web to inspect instances in compartment id {Cloud.Compartment}"),
            }, 10);
        }
    }

    private async Task FillObjectsAsync(string operation)
    {
        if (operation == "CreateBucket")
        {
            return;
        }

        string bucket = $"/n/{Cloud.Cloud.Buckets.Namespace}/b/moodle-backup";
        Cloud.Do("POST", $"/n/{Cloud.Cloud.Buckets.Namespace}/b", new JsonObject
        {
            ["name"] = "moodle-backup", ["compartmentId"] = Cloud.Compartment,
        });
        if (operation is "DeleteBucket" or "PutObject" or "PutObject.minimal")
        {
            return;
        }

        foreach (string name in (string[])["config%2F2026-11-22%2Fweb%201.json", "config/site.json"])
        {
            await Cloud.PutAsync($"{bucket}/o/{name}", Encoding.UTF8.GetBytes("{}"), new Dictionary<string, string>
            {
                ["opc-meta-release"] = "4.5", ["content-type"] = "application/json",
            });
        }

        if (operation == "DeletePreauthenticatedRequest")
        {
            _ids["link"] = (string)Cloud.Do("POST", bucket + "/p", new JsonObject
            {
                ["name"] = "link", ["objectName"] = "config/2026-11-22/web 1.json", ["accessType"] = "ObjectRead",
                ["timeExpires"] = "2027-01-01T00:00:00.000Z",
            })["id"]!;
        }
    }
}
