using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Read replicas of DB systems.</summary>
internal sealed class ReplicaService(Cloud cloud, MySqlCatalog catalog, AddressService addresses, DbEndpoints endpoints)
{
    private const int MaximumReplicas = 18;

    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateReplica", Create);
        handlers.AddReads("GetReplica", "ListReplicas", Kinds.Replica, new Dictionary<string, string?>
        {
            ["replicaId"] = "id", ["isUpToDate"] = null,
        });
        handlers.Add("UpdateReplica", Update);
        handlers.Add("DeleteReplica", Delete);
    }

    private ApiAnswer Create(ApiCall call)
    {
        Resource system = cloud.Related(Kinds.DbSystem, call.Body.Text("dbSystemId"));
        if (system.State != "ACTIVE")
        {
            throw ApiError.IncorrectState(
                $"The DB system {system.Id} is in state {system.State}; a replica needs ACTIVE.");
        }

        Check(call.Body, system);
        Resource subnet = cloud.Get(Kinds.Subnet, system.Document.Text("subnetId"));
        Resource ip = addresses.AddPrivateIp(subnet, null, null, null);
        Resource replica = cloud.Add(
            Kinds.Replica, system.CompartmentId, "mysqlreplica", call.Body, Document(call.Body, system));
        replica.Inside["address"] = ip.Document.Text("ipAddress");
        replica.Inside["privateIpId"] = ip.Id;
        endpoints.BalancerAddress(system);
        var spec = new ReplicaSpec
        {
            ReplicaId = replica.Id, DbSystemId = system.Id, Address = ip.Document.Text("ipAddress"),
            Port = system.Inside.Whole("port", 3306),
        };
        WorkRequest request = Request("CREATE_REPLICA", replica, "CREATED", cloud.Latencies.ReplicaCreate);
        cloud.Start(Change.Create(replica, cloud.Latencies.ReplicaCreate) with
        {
            Work = async token =>
            {
                await cloud.DataPlane.CreateReplicaAsync(spec, token);
                lock (cloud.Gate)
                {
                    replica.Inside["isMade"] = true;
                }

                await ApplyBalancerAsync(system, token);
            },
            Then = () =>
            {
                replica.Document["ipAddress"] = replica.Inside.Text("address");
                replica.State = "ACTIVE";
                endpoints.Tell(system);
            },
            Request = request,
        });
        ApiAnswer answer = ApiAnswer.Of(replica, request);
        answer.Headers["location"] =
            $"https://mysql.{cloud.Options.Region}.ocp.oraclecloud.com/20190415/replicas/{replica.Id}";
        return answer;
    }

    private void Check(JsonObject body, Resource system)
    {
        catalog.CheckFitForReplicas(system.Document.Text("shapeName"), "read replica");
        JsonObject overrides = body.Part("replicaOverrides") ?? [];
        if (overrides.TextOrNull("shapeName") is { } shape)
        {
            catalog.CheckFitForReplicas(shape, "read replica");
        }

        int count = cloud.All(Kinds.Replica)
            .Count(other => other.Document.Text("dbSystemId") == system.Id && other.IsLive);
        if (count >= MaximumReplicas)
        {
            throw ApiError.LimitExceeded(
                $"The DB system {system.Id} has {count} read replicas: the limit is {MaximumReplicas}.");
        }

        if (overrides.TextOrNull("configurationId") is { } configuration)
        {
            string wanted = overrides.TextOrNull("shapeName") ?? system.Document.Text("shapeName");
            catalog.CheckConfiguration(configuration, wanted, system.Document.Flag("isHighlyAvailable"));
        }
    }

    private JsonObject Document(JsonObject body, Resource system)
    {
        JsonObject overrides = body.Part("replicaOverrides") ?? [];
        int number = cloud.All(Kinds.Replica).Count() + 1;
        return new JsonObject
        {
            ["secureConnections"] = system.Document["secureConnections"]?.DeepClone(), ["dbSystemId"] = system.Id,
            ["description"] = body.TextOrNull("description"), ["lifecycleDetails"] = "",
            ["timeUpdated"] = cloud.Now.Stamp(),
            ["mysqlVersion"] = overrides.TextOrNull("mysqlVersion") ?? system.Document.Text("mysqlVersion"),
            ["availabilityDomain"] = cloud.AvailabilityDomains[number % cloud.AvailabilityDomains.Count],
            ["faultDomain"] = cloud.FaultDomains[number % cloud.FaultDomains.Count],
            ["nsgIds"] = overrides["nsgIds"]?.DeepClone() ?? system.Document["nsgIds"]?.DeepClone(),
            ["ipAddress"] = null, ["port"] = system.Inside.Whole("port", 3306),
            ["portX"] = system.Inside.Whole("portX", 33060), ["isDeleteProtected"] = body.Flag("isDeleteProtected"),
            ["shapeName"] = overrides.TextOrNull("shapeName") ?? system.Document.Text("shapeName"),
            ["configurationId"] =
                overrides.TextOrNull("configurationId") ?? system.Document.Text("configurationId"),
            ["replicaOverrides"] = overrides.DeepClone(),
        };
    }

    private ApiAnswer Update(ApiCall call)
    {
        Resource replica = call.Target(Kinds.Replica, "ACTIVE");
        WorkRequest request = Request("UPDATE_REPLICA", replica, "UPDATED", cloud.Latencies.ReplicaChange);
        JsonObject body = call.Body.DeepClone().AsObject();
        cloud.Start(Change.Update(replica, cloud.Latencies.ReplicaChange) with
        {
            Then = () =>
            {
                replica.Document.Take(body, "displayName", "description", "isDeleteProtected", "replicaOverrides",
                    "freeformTags", "definedTags");
                replica.Document["timeUpdated"] = cloud.Now.Stamp();
            },
            Request = request,
        });
        return ApiAnswer.Accepted(request);
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource replica = call.Target(Kinds.Replica, "ACTIVE", "INACTIVE", "FAILED", "NEEDS_ATTENTION");
        if (replica.Document.Flag("isDeleteProtected"))
        {
            throw ApiError.Conflict($"{replica.Id} is protected against deletion. Update isDeleteProtected first.");
        }

        Resource system = cloud.Get(Kinds.DbSystem, replica.Document.Text("dbSystemId"));
        WorkRequest request = Request("DELETE_REPLICA", replica, "DELETED", cloud.Latencies.ReplicaChange);
        cloud.Start(Change.Delete(replica, cloud.Latencies.ReplicaChange) with
        {
            Work = async token =>
            {
                // The balancer first: nobody is sent to a replica that ends.
                await ApplyBalancerAsync(system, token);
                await cloud.DataPlane.DeleteReplicaAsync(replica.Id, token);
            },
            Released = () =>
            {
                addresses.End(cloud.Get(Kinds.PrivateIp, replica.Inside.Text("privateIpId")));
                endpoints.FreeBalancer(system);
                endpoints.Tell(system);
            },
            Request = request,
        });
        endpoints.Tell(system);
        return ApiAnswer.Accepted(request);
    }

    // Calls for the DB system never overlap, so this one waits for what it is doing.
    private async Task ApplyBalancerAsync(Resource system, CancellationToken cancellation)
    {
        Task work;
        lock (cloud.Gate)
        {
            work = cloud.Enqueue(system, token => endpoints.ApplyBalancerAsync(system, token));
        }

        await work.WaitAsync(cancellation);
    }

    private WorkRequest Request(string operation, Resource replica, string action, TimeSpan takes) =>
        cloud.AddWorkRequest(
            WorkService.MySql, operation, replica, "mysqlreplica", action, $"/replicas/{replica.Id}", takes);
}
