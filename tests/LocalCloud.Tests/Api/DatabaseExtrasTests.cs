using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>HeatWave clusters, backups and changes of DB systems.</summary>
public sealed class DatabaseExtrasTests
{
    [Fact]
    public async Task A_heatwave_cluster_is_told_by_its_database_until_both_are_gone()
    {
        await using var cloud = new TestCloud();
        string path = await DatabaseAsync(cloud);
        var body = new JsonObject { ["shapeName"] = "HeatWave.512GB", ["clusterSize"] = 2 };
        cloud.Refused(400, "InvalidParameter", "POST", path + "/heatWaveCluster/actions/add",
            new JsonObject { ["shapeName"] = "HeatWave.512GB", ["clusterSize"] = 65 });
        Assert.Equal(
            "CREATING", (string)cloud.Do("POST", path + "/heatWaveCluster/actions/add", body)["lifecycleState"]!);
        cloud.Refused(409, "Conflict", "POST", path + "/heatWaveCluster/actions/add", body);
        cloud.Refused(409, "IncorrectState", "DELETE", path);
        await cloud.PassAsync(720);
        Assert.Equal(["rapidNode0 ACTIVE", "rapidNode1 ACTIVE"], cloud.Get(path + "/heatWaveCluster")["clusterNodes"]!
            .AsArray().Select(node => $"{node!["nodeId"]} {node["lifecycleState"]}"));
        cloud.Do("PUT", path + "/heatWaveCluster", new JsonObject { ["clusterSize"] = 3 });
        Assert.Equal("UPDATING", (string)cloud.Get(path)["lifecycleState"]!);
        await cloud.PassAsync(720);
        Assert.Equal(3, (int)cloud.Get(path)["heatWaveCluster"]!["clusterSize"]!);
        cloud.Do("POST", path + "/actions/stop", new JsonObject { ["shutdownType"] = "FAST" });
        await cloud.PassAsync(300);
        Assert.Equal("INACTIVE", (string)cloud.Get(path + "/heatWaveCluster")["lifecycleState"]!);
        cloud.Do("DELETE", path);
        await cloud.PassAsync(300);
        cloud.Refused(404, "NotAuthorizedOrNotFound", "GET", path + "/heatWaveCluster");
    }

    [Fact]
    public async Task A_backup_can_be_restored_without_a_new_password()
    {
        await using var cloud = new TestCloud();
        string path = await DatabaseAsync(cloud);
        var body = new JsonObject { ["dbSystemId"] = path.Split('/')[^1] };
        JsonObject backup = cloud.Do("POST", "/20190415/backups", body);
        Assert.StartsWith("db-Backup-2026-11-22, ", (string)backup["displayName"]!, StringComparison.Ordinal);
        cloud.Refused(409, "IncorrectState", "POST", "/20190415/backups", body);
        JsonObject restore = Restore(cloud, path, (string)backup["id"]!);
        cloud.Refused(409, "IncorrectState", "POST", "/20190415/dbSystems", restore);
        await cloud.PassAsync(240);
        restore["adminPassword"] = "Th1s-is-a-t3st-only!";
        cloud.Refused(400, "InvalidParameter", "POST", "/20190415/dbSystems", restore);
        restore.Remove("adminPassword");
        restore["dataStorageSizeInGBs"] = 10;
        cloud.Refused(400, "InvalidParameter", "POST", "/20190415/dbSystems", restore);
        restore.Remove("dataStorageSizeInGBs");
        JsonObject made = cloud.Do("POST", "/20190415/dbSystems", restore);
        Assert.Equal((string)backup["id"]!, (string)made["source"]!["backupId"]!);
        await cloud.PassAsync(720);
        Assert.Equal("dbadmin", cloud.DataPlane.Last<DbSystemSpec>().AdminUsername);
    }

    [Fact]
    public async Task With_hosts_backups_and_snapshots_hold_data_and_nothing_is_pretended()
    {
        await using var cloud = new TestCloud(hasHosts: true);
        string path = await DatabaseAsync(cloud);
        string backup = await cloud.CreateAsync(
            "/20190415/backups", new JsonObject { ["dbSystemId"] = path.Split('/')[^1] });
        Assert.Contains("CreateBackup", cloud.DataPlane.Calls);
        await cloud.CreateAsync("/20190415/dbSystems", Restore(cloud, path, backup));
        Assert.Equal(backup, cloud.DataPlane.Last<DbSystemSpec>().BackupId);
        cloud.Refused(501, "MethodNotImplemented", "PUT", path, new JsonObject { ["isHighlyAvailable"] = true });
        string files = await cloud.CreateAsync("/20171215/fileSystems", new JsonObject
        {
            ["compartmentId"] = cloud.Compartment, ["availabilityDomain"] = cloud.Domain,
        });
        await cloud.CreateAsync(
            "/20171215/snapshots", new JsonObject { ["fileSystemId"] = files, ["name"] = "one" });
        Assert.Equal($"{files}/one", cloud.DataPlane.Last<string>());
    }

    [Fact]
    public async Task A_database_changes_shape_availability_and_administrator()
    {
        await using var cloud = new TestCloud();
        string path = await DatabaseAsync(cloud);
        string before = (string)cloud.Get(path)["configurationId"]!;
        cloud.Do("PUT", path, new JsonObject { ["isHighlyAvailable"] = true, ["shapeName"] = "MySQL.16" });
        await cloud.PassAsync(120);
        JsonObject after = cloud.Get(path);
        Assert.True((bool)after["isHighlyAvailable"]!);
        Assert.Equal("MySQL.16", (string)after["shapeName"]!);
        Assert.NotEqual(before, (string)after["configurationId"]!);
        cloud.Refused(400, "InvalidParameter", "PUT", path, new JsonObject { ["adminPassword"] = "weak" });
        cloud.Do("PUT", path, new JsonObject { ["adminPassword"] = "An0ther-s3cret!" });
        await cloud.PassAsync(120);
        Assert.DoesNotContain("An0ther", cloud.Get(path).ToJsonString(), StringComparison.Ordinal);
        cloud.Refused(400, "InvalidParameter", "PUT", path, new JsonObject { ["mysqlVersion"] = "8.0.43" });
    }

    private static async Task<string> DatabaseAsync(TestCloud cloud)
    {
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.2.0/24", label: "db");
        return "/20190415/dbSystems/" + await cloud.CreateAsync("/20190415/dbSystems", cloud.DbSystem(subnet));
    }

    private static JsonObject Restore(TestCloud cloud, string path, string backup) => new()
    {
        ["compartmentId"] = cloud.Compartment, ["shapeName"] = "MySQL.8",
        ["subnetId"] = (string)cloud.Get(path)["subnetId"]!,
        ["source"] = new JsonObject { ["sourceType"] = "BACKUP", ["backupId"] = backup },
    };
}
