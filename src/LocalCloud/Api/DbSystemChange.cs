using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Changes of MySQL DB systems.</summary>
internal sealed class DbSystemChange(
    Cloud cloud, MySqlCatalog catalog, DbSystemCreation creation, DbEndpoints endpoints)
{
    public ApiAnswer Update(ApiCall call)
    {
        JsonObject body = call.Body;
        Resource system = call.Target(Kinds.DbSystem, "ACTIVE", "INACTIVE");
        RefuseWhatCannotChange(body, system);
        creation.CheckPlacement(body);
        if (HeatWaveService.Find(cloud, system) is { } cluster && cluster.State is not ("ACTIVE" or "INACTIVE"))
        {
            throw ApiError.IncorrectState($"The HeatWave cluster of {system.Id} is in state {cluster.State}.");
        }

        if (body["adminUsername"] is not null || body["adminPassword"] is not null)
        {
            string user = body.TextOrNull("adminUsername") ?? system.Inside.Text("adminUsername");
            DbSystemCreation.CheckPassword(user, body.TextOrNull("adminPassword"));
        }

        JsonObject next = Next(system, body);
        bool isSwitchover = system.State == "ACTIVE" && Differs("availabilityDomain", "faultDomain");
        if (isSwitchover && !system.Document.Flag("isHighlyAvailable"))
        {
            throw ApiError.InvalidParameter("A switchover needs a highly available DB system.");
        }

        TimeSpan takes = isSwitchover ? cloud.Latencies.DbSystemSwitchover : cloud.Latencies.DbSystemUpdate;
        WorkRequest request = DbSystemService.Request(cloud, "UPDATE_DBSYSTEM", system, "UPDATED", takes);
        string before = system.State;
        cloud.Start(new Change
        {
            Resource = system, During = "UPDATING", After = before, IfFailed = before, Takes = takes, Request = request,
            Work = async token =>
            {
                if (isSwitchover)
                {
                    await cloud.DataPlane.SwitchOverDbSystemAsync(system.Id, token);
                }

                lock (cloud.Gate)
                {
                    system.Document = next;
                    if (DbEndpoints.HasReadEndpoint(system))
                    {
                        endpoints.BalancerAddress(system);
                    }
                }

                await endpoints.ApplyBalancerAsync(system, token);
            },
            Then = () =>
            {
                system.Inside.Take(body, "adminUsername");
                endpoints.FreeBalancer(system);
                endpoints.Tell(system);
            },
        });
        next["lifecycleState"] = "UPDATING";
        return ApiAnswer.Accepted(request);

        bool Differs(params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
            {
                if (system.Document.TextOrNull(name) != next.TextOrNull(name))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private void RefuseWhatCannotChange(JsonObject body, Resource system)
    {
        // A data plane has made the members and their users already.
        string[] made = cloud.Options.HasHosts ? ["isHighlyAvailable", "adminUsername", "adminPassword"] : [];
        foreach (string name in (string[])[.. made, "subnetId", "ipAddress", "port", "portX", "hostnameLabel"])
        {
            if (body[name] is { } value && value.ToJsonString() != system.Document[name]?.ToJsonString())
            {
                throw new ApiError(
                    501, "MethodNotImplemented", $"The local cloud cannot change {name} of a DB system.");
            }
        }
    }

    private JsonObject Next(Resource system, JsonObject body)
    {
        JsonObject next = system.Document.DeepClone().AsObject();
        next.Take(body, "displayName", "description", "nsgIds", "databaseMode", "accessMode", "availabilityDomain",
            "faultDomain", "crashRecovery", "databaseManagement", "secureConnections", "customerContacts",
                "freeformTags",
            "definedTags");
        foreach (string name in (string[])["backupPolicy", "deletionPolicy", "maintenance", "readEndpoint"])
        {
            foreach ((string member, JsonNode? value) in body.Part(name) ?? [])
            {
                next[name] ??= new JsonObject();
                next[name]![member] = value?.DeepClone();
            }
        }

        string shape = body.TextOrNull("shapeName") ?? next.Text("shapeName");
        bool isHighlyAvailable = body.Flag("isHighlyAvailable", next.Flag("isHighlyAvailable"));
        if (shape != next.Text("shapeName") || isHighlyAvailable != next.Flag("isHighlyAvailable")
            || body["configurationId"] is not null)
        {
            catalog.Shape(shape);
            next["shapeName"] = shape;
            next["isHighlyAvailable"] = isHighlyAvailable;
            next["configurationId"] = catalog.CheckConfiguration(
                body.TextOrNull("configurationId"), shape, isHighlyAvailable);
        }

        bool hasReaders = (next.Part("readEndpoint")?.Flag("isEnabled") ?? false) || endpoints.Replicas(system).Any();
        if (hasReaders)
        {
            catalog.CheckFitForReplicas(shape, "read endpoint or replica");
        }

        if (body["mysqlVersion"] is not null)
        {
            string version = catalog.CheckVersion(body.Text("mysqlVersion"));
            if (Version.Parse(version) < Version.Parse(next.Text("mysqlVersion")))
            {
                throw ApiError.InvalidParameter($"mysqlVersion cannot go back to {version}.");
            }

            next["mysqlVersion"] = version;
        }

        Grow(next, body);
        return next;
    }

    private static void Grow(JsonObject next, JsonObject body)
    {
        int now = next.Whole("dataStorageSizeInGBs", 50);
        int wanted = body.Whole("dataStorageSizeInGBs", now);
        int limit = next.Part("dataStorage")!.Whole("dataStorageSizeLimitInGBs", 32768);
        if (wanted < now || wanted > limit)
        {
            throw ApiError.InvalidParameter(
                $"dataStorageSizeInGBs can grow from {now} to {limit}, not become {wanted}.");
        }

        next["dataStorageSizeInGBs"] = wanted;
        next.Part("dataStorage")!["dataStorageSizeInGBs"] = wanted;
        next.Part("dataStorage")!["allocatedStorageSizeInGBs"] = wanted;
    }
}
