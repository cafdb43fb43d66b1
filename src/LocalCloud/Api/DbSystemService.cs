using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>MySQL DB systems.</summary>
internal sealed class DbSystemService(
    Cloud cloud, MySqlCatalog catalog, AddressService addresses, DbEndpoints endpoints, BackupService backups)
{
    private readonly DbSystemCreation _creation = new(cloud, catalog);

    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateDbSystem", Create);
        handlers.AddReads("GetDbSystem", "ListDbSystems", Kinds.DbSystem, new Dictionary<string, string?>
        {
            ["dbSystemId"] = "id", ["isUpToDate"] = null,
        });
        handlers.Add("UpdateDbSystem", new DbSystemChange(cloud, catalog, _creation, endpoints).Update);
        handlers.Add("StartDbSystem", call => Power(call, "INACTIVE", "START_DBSYSTEM"));
        handlers.Add("StopDbSystem", call => Power(call, "ACTIVE", "STOP_DBSYSTEM"));
        handlers.Add("RestartDbSystem", call => Power(call, "ACTIVE", "RESTART_DBSYSTEM"));
        handlers.Add("DeleteDbSystem", Delete);
    }

    private ApiAnswer Create(ApiCall call)
    {
        JsonObject body = call.Body;
        Resource subnet = SubnetService.ReadySubnet(cloud, body.Text("subnetId"));
        _creation.Check(body, subnet);
        JsonObject members = _creation.Document(body, subnet);
        Resource ip = addresses.AddPrivateIp(
            subnet, body.TextOrNull("ipAddress"), body.TextOrNull("hostnameLabel"), null);
        Resource system = cloud.Add(Kinds.DbSystem, body.Text("compartmentId"), "mysqldbsystem", body, members);
        if (body.Part("readEndpoint")?.TextOrNull("readEndpointIpAddress") is { } readAddress)
        {
            system.Document.Part("readEndpoint")!["readEndpointIpAddress"] = readAddress;
        }

        DbSystemSpec spec = Spec(system, subnet, ip, body);
        if (DbEndpoints.HasReadEndpoint(system))
        {
            system.Document.Part("readEndpoint")!["readEndpointIpAddress"] = endpoints.BalancerAddress(system);
        }

        TimeSpan takes = body.Flag("isHighlyAvailable")
            ? cloud.Latencies.HighlyAvailableDbSystemCreate
            : cloud.Latencies.DbSystemCreate;
        WorkRequest request = Request(cloud, "CREATE_DBSYSTEM", system, "CREATED", takes);
        cloud.Start(Change.Create(system, takes) with
        {
            Work = async token =>
            {
                await cloud.DataPlane.CreateDbSystemAsync(spec, token);
                await endpoints.ApplyBalancerAsync(system, token);
            },
            Then = () => endpoints.Tell(system),
            Request = request,
        });
        ApiAnswer answer = ApiAnswer.Of(system, request);
        answer.Headers["location"] =
            $"https://mysql.{cloud.Options.Region}.ocp.oraclecloud.com/20190415/dbSystems/{system.Id}";
        return answer;
    }

    // The address of the DB system moves between the members; each member has one of its own besides.
    private DbSystemSpec Spec(Resource system, Resource subnet, Resource ip, JsonObject body)
    {
        int port = body.Whole("port", 3306);
        system.Inside["address"] = ip.Document.Text("ipAddress");
        system.Inside["privateIpId"] = ip.Id;
        system.Inside["port"] = port;
        system.Inside["portX"] = body.Whole("portX", 33060);
        system.Inside["adminUsername"] = body.TextOrNull("adminUsername")
            ?? _creation.Backup(body)?.Document.Part("dbSystemSnapshot")?.TextOrNull("adminUsername") ?? "";
        int members = body.Flag("isHighlyAvailable") ? 2 : 1;
        return new DbSystemSpec
        {
            DbSystemId = system.Id, VcnId = subnet.Document.Text("vcnId"), SubnetId = subnet.Id,
            Address = ip.Document.Text("ipAddress"),
            MemberAddresses =
                [.. Enumerable.Range(0, members).Select(_ => cloud.Addresses.Take(subnet, system.Id, null))],
            Port = port, AdminUsername = system.Inside.Text("adminUsername"),
                AdminPassword = body.TextOrNull("adminPassword") ?? "", BackupId = _creation.Backup(body)?.Id,
        };
    }

    private ApiAnswer Power(ApiCall call, string needed, string operation)
    {
        Resource system = call.Target(Kinds.DbSystem, needed);
        CheckReplicasAtRest(system);
        bool isStop = operation == "STOP_DBSYSTEM";
        WorkRequest request = Request(cloud, operation, system, "UPDATED", cloud.Latencies.DbSystemPower);
        cloud.Start(new Change
        {
            Resource = system, During = "UPDATING", After = isStop ? "INACTIVE" : "ACTIVE", IfFailed = needed,
            Takes = cloud.Latencies.DbSystemPower, Request = request,
            Work = async token =>
            {
                if (operation != "START_DBSYSTEM")
                {
                    await cloud.DataPlane.StopDbSystemAsync(system.Id, token);
                }

                if (!isStop)
                {
                    await cloud.DataPlane.StartDbSystemAsync(system.Id, token);
                }
            },
            Then = () =>
            {
                system.Inside["isStopped"] = isStop;
                foreach (Resource replica in endpoints.Replicas(system))
                {
                    replica.State = isStop ? "INACTIVE" : "ACTIVE";
                }

                HeatWaveService.Follow(cloud, system, isStop ? "INACTIVE" : "ACTIVE");
                endpoints.Tell(system);
            },
        });
        return ApiAnswer.Accepted(request);
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource system = call.Target(Kinds.DbSystem, "ACTIVE", "INACTIVE", "FAILED");
        CheckReplicasAtRest(system);
        List<Resource> replicas = [.. endpoints.Replicas(system)];
        Resource? blocker = replicas.FirstOrDefault(replica => replica.Document.Flag("isDeleteProtected"))
            ?? (system.Document.Part("deletionPolicy")!.Flag("isDeleteProtected") ? system : null);
        if (blocker is not null)
        {
            throw ApiError.Conflict($"{blocker.Id} is protected against deletion. Update isDeleteProtected first.");
        }

        WorkRequest request = Request(cloud, "DELETE_DBSYSTEM", system, "DELETED", cloud.Latencies.DbSystemDelete);
        foreach (Resource replica in replicas)
        {
            replica.State = "DELETING";
        }

        if (system.State != "FAILED"
            && system.Document.Part("deletionPolicy")!.TextOrNull("finalBackup") == "REQUIRE_FINAL_BACKUP")
        {
            backups.MakeFinal(system);
        }

        cloud.Start(Change.Delete(system, cloud.Latencies.DbSystemDelete) with
        {
            Work = async token =>
            {
                await endpoints.ApplyBalancerAsync(system, token);
                foreach (Resource replica in replicas)
                {
                    await cloud.DataPlane.DeleteReplicaAsync(replica.Id, token);
                }

                await cloud.DataPlane.DeleteDbSystemAsync(system.Id, token);
            },
            Released = () =>
            {
                foreach (Resource replica in replicas)
                {
                    addresses.End(cloud.Get(Kinds.PrivateIp, replica.Inside.Text("privateIpId")));
                    cloud.End(replica);
                }

                addresses.End(cloud.Get(Kinds.PrivateIp, system.Inside.Text("privateIpId")));
                endpoints.FreeBalancer(system);
                HeatWaveService.EndWith(cloud, system);
            },
            Request = request,
        });
        return ApiAnswer.Accepted(request);
    }

    private void CheckReplicasAtRest(Resource system)
    {
        Resource? busy = cloud.All(Kinds.Replica).FirstOrDefault(replica =>
            replica.Document.Text("dbSystemId") == system.Id
                && replica.State is "CREATING" or "UPDATING" or "DELETING");
        if (busy is not null)
        {
            throw ApiError.IncorrectState($"The replica {busy.Id} is in state {busy.State}.");
        }

        if (HeatWaveService.Find(cloud, system) is { State: "CREATING" or "UPDATING" or "DELETING" } cluster)
        {
            throw ApiError.IncorrectState($"The HeatWave cluster of {system.Id} is in state {cluster.State}.");
        }
    }

    public static WorkRequest Request(
        Cloud cloud, string operation, Resource system, string action, TimeSpan takes) => cloud.AddWorkRequest(
            WorkService.MySql, operation, system, "mysqldbsystem", action, $"/dbSystems/{system.Id}", takes);
}
