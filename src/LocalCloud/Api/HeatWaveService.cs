using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>HeatWave clusters: one for each DB system. Only the API: no query is accelerated here.</summary>
internal sealed class HeatWaveService(Cloud cloud, MySqlCatalog catalog)
{
    private const int MaximumNodes = 64;
    private const int MaximumLakehouseNodes = 512;

    public void AddTo(Handlers handlers)
    {
        handlers.Add("AddHeatWaveCluster", Create);
        handlers.Add("GetHeatWaveCluster", call => ApiAnswer.Of(Target(call)));
        handlers.Add("UpdateHeatWaveCluster", Update);
        handlers.Add("DeleteHeatWaveCluster", Delete);
    }

    /// <summary>The cluster of a DB system, with one that is going; null: none.</summary>
    public static Resource? Find(Cloud cloud, Resource system) => cloud.All(Kinds.HeatWaveCluster)
        .FirstOrDefault(cluster => cluster.Document.Text("dbSystemId") == system.Id);

    private ApiAnswer Create(ApiCall call)
    {
        Resource system = call.Target(Kinds.DbSystem, "ACTIVE");
        if (Find(cloud, system) is { } other)
        {
            throw ApiError.Conflict($"The DB system {system.Id} has a HeatWave cluster in state {other.State}.");
        }

        CheckSize(call.Body.Text("shapeName"), call.Body.Whole("clusterSize", 0), call.Body.Flag("isLakehouseEnabled"));
        Resource cluster = cloud.Add(Kinds.HeatWaveCluster, system.CompartmentId, "", [], new JsonObject
        {
            ["dbSystemId"] = system.Id, ["shapeName"] = call.Body.Text("shapeName"),
            ["clusterSize"] = call.Body.Whole("clusterSize", 0),
            ["isLakehouseEnabled"] = call.Body.Flag("isLakehouseEnabled"), ["clusterNodes"] = new JsonArray(),
            ["lifecycleDetails"] = "", ["timeUpdated"] = cloud.Now.Stamp(),
        });
        foreach (string name in (string[])["id", "compartmentId", "displayName", "freeformTags", "definedTags"])
        {
            cluster.Document.Remove(name);
        }

        WorkRequest request = Request("ADD_HEATWAVE_CLUSTER", system, "CREATED", cloud.Latencies.HeatWaveCreate);
        cloud.Start(Change.Create(cluster, cloud.Latencies.HeatWaveCreate) with
        {
            Then = () => Tell(cloud, cluster, system, "ACTIVE"), Request = request,
        });
        Tell(cloud, cluster, system, "CREATING");
        return ApiAnswer.Of(cluster, request);
    }

    private ApiAnswer Update(ApiCall call)
    {
        Resource cluster = Target(call, "ACTIVE", "INACTIVE");
        Resource system = call.Target(Kinds.DbSystem, "ACTIVE", "INACTIVE");
        var next = new JsonObject();
        next.Take(cluster.Document, "shapeName", "clusterSize", "isLakehouseEnabled");
        next.Take(call.Body, "shapeName", "clusterSize", "isLakehouseEnabled");
        CheckSize(next.Text("shapeName"), next.Whole("clusterSize", 0), next.Flag("isLakehouseEnabled"));
        WorkRequest request = Request("UPDATE_HEATWAVE_CLUSTER", system, "UPDATED", cloud.Latencies.HeatWaveCreate);
        string before = cluster.State;
        // The cluster is torn down and built anew; the DB system is UPDATING meanwhile.
        cloud.Start(new Change
        {
            Resource = cluster, During = "UPDATING", After = before, IfFailed = before,
            Takes = cloud.Latencies.HeatWaveCreate, Request = request,
            Then = () =>
            {
                cluster.Document.Take(next, "shapeName", "clusterSize", "isLakehouseEnabled");
                Tell(cloud, cluster, system, before);
            },
        });
        cloud.Start(new Change
        {
            Resource = system, During = "UPDATING", After = system.State, IfFailed = system.State,
            Takes = cloud.Latencies.HeatWaveCreate,
        });
        Tell(cloud, cluster, system, "UPDATING");
        return ApiAnswer.Accepted(request);
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource cluster = Target(call, "ACTIVE", "INACTIVE", "FAILED");
        Resource system = cloud.Get(Kinds.DbSystem, cluster.Document.Text("dbSystemId"));
        WorkRequest request = Request("DELETE_HEATWAVE_CLUSTER", system, "DELETED", cloud.Latencies.HeatWaveDelete);
        cloud.Start(Change.Delete(cluster, cloud.Latencies.HeatWaveDelete) with
        {
            Released = () => Forget(system), Request = request,
        });
        Tell(cloud, cluster, system, "DELETING");
        return ApiAnswer.Accepted(request);
    }

    /// <summary>The cluster ends with its DB system.</summary>
    public static void EndWith(Cloud cloud, Resource system)
    {
        if (Find(cloud, system) is { } cluster)
        {
            cloud.End(cluster);
        }

        Forget(system);
    }

    /// <summary>The cluster stops and starts with its DB system.</summary>
    public static void Follow(Cloud cloud, Resource system, string state)
    {
        if (Find(cloud, system) is { } cluster)
        {
            cluster.State = state;
            Tell(cloud, cluster, system, state);
        }
    }

    private static void Forget(Resource system)
    {
        system.Document["isHeatWaveClusterAttached"] = false;
        system.Document.Remove("heatWaveCluster");
    }

    private static void Tell(Cloud cloud, Resource cluster, Resource system, string state)
    {
        string now = cloud.Now.Stamp();
        cluster.Document["timeUpdated"] = now;
        string made = cluster.TimeCreated.Stamp();
        cluster.Document["clusterNodes"] = new JsonArray([.. Enumerable
            .Range(0, cluster.Document.Whole("clusterSize", 0))
            .Select(number => new JsonObject
            {
                ["nodeId"] = $"rapidNode{number}", ["lifecycleState"] = state, ["timeCreated"] = made,
                ["timeUpdated"] = now,
            })]);
        var summary = new JsonObject { ["lifecycleState"] = state };
        summary.Take(
            cluster.Document, "shapeName", "clusterSize", "isLakehouseEnabled", "timeCreated", "timeUpdated");
        system.Document["isHeatWaveClusterAttached"] = true;
        system.Document["heatWaveCluster"] = summary;
        system.Touch();
    }

    private void CheckSize(string shape, int size, bool isLakehouse)
    {
        catalog.HeatWaveShape(shape);
        int maximum = isLakehouse ? MaximumLakehouseNodes : MaximumNodes;
        if (size < 1 || size > maximum)
        {
            throw ApiError.InvalidParameter($"clusterSize is {size}; 1 to {maximum} are allowed.");
        }
    }

    private Resource Target(ApiCall call, params ReadOnlySpan<string> states)
    {
        Resource system = cloud.Get(Kinds.DbSystem, call.PathValue("dbSystemId"));
        Resource cluster = Find(cloud, system) ?? throw ApiError.NotFound();
        if (call.IfMatch is { } tag && tag != "*" && tag.Trim('"') != cluster.ETag)
        {
            throw ApiError.NoEtagMatch();
        }

        return states.Length == 0 || states.Contains(cluster.State)
            ? cluster
            : throw ApiError.IncorrectState($"The HeatWave cluster of {system.Id} is in state {cluster.State}.");
    }

    private WorkRequest Request(string operation, Resource system, string action, TimeSpan takes) =>
        cloud.AddWorkRequest(
            WorkService.MySql, operation, system, "mysqlheatwave", action, $"/dbSystems/{system.Id}/heatWaveCluster",
            takes);
}
