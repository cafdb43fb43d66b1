using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The ways into a DB system: the primary, its replicas, and the balancer before the replicas, which is the
/// read endpoint where that is enabled.</summary>
internal sealed class DbEndpoints(Cloud cloud, AddressService addresses)
{
    /// <summary>Replicas that the data plane has, by the DB system.</summary>
    public IEnumerable<Resource> Replicas(Resource system) => cloud.Live(Kinds.Replica).Where(replica =>
        replica.Document.Text("dbSystemId") == system.Id && replica.Inside.Flag("isMade"));

    /// <summary>Address of the balancer; taken when it is needed first.</summary>
    public string BalancerAddress(Resource system)
    {
        if (system.Inside.TextOrNull("balancerAddress") is { } known)
        {
            return known;
        }

        Resource subnet = cloud.Get(Kinds.Subnet, system.Document.Text("subnetId"));
        JsonObject? endpoint = system.Document.Part("readEndpoint");
        Resource ip = addresses.AddPrivateIp(
            subnet, endpoint?.TextOrNull("readEndpointIpAddress"), endpoint?.TextOrNull("readEndpointHostnameLabel"),
                null);
        system.Inside["balancerIpId"] = ip.Id;
        system.Inside["balancerAddress"] = ip.Document.Text("ipAddress");
        return ip.Document.Text("ipAddress");
    }

    /// <summary>Gives the balancer's address back when neither a replica nor a read endpoint needs it.</summary>
    public void FreeBalancer(Resource system)
    {
        bool isNeeded = HasReadEndpoint(system) || cloud.All(Kinds.Replica).Any(replica =>
            replica.Document.Text("dbSystemId") == system.Id && replica.IsLive);
        if ((!isNeeded || !system.IsLive) && system.Inside.TextOrNull("balancerIpId") is { } ip)
        {
            addresses.End(cloud.Get(Kinds.PrivateIp, ip));
            system.Inside.Remove("balancerIpId");
            system.Inside.Remove("balancerAddress");
        }
    }

    public static bool HasReadEndpoint(Resource system) =>
        system.Document.Part("readEndpoint")?.Flag("isEnabled") ?? false;

    /// <summary>Tells the data plane which replicas the balancer has by then; a read endpoint without replicas leads to
    /// the primary.</summary>
    public Task ApplyBalancerAsync(Resource system, CancellationToken cancellation)
    {
        ReplicaBalancerSpec? spec;
        lock (cloud.Gate)
        {
            spec = system.Inside.TextOrNull("balancerAddress") is { } address
                ? new ReplicaBalancerSpec
                {
                    DbSystemId = system.Id, Address = address, Port = system.Inside.Whole("port", 3306),
                    ReplicaAddresses = Backends(system),
                }
                : null;
        }

        return spec is null ? Task.CompletedTask : cloud.DataPlane.ApplyReplicaBalancerAsync(spec, cancellation);
    }

    /// <summary>Writes addresses and endpoints as they are now.</summary>
    public void Tell(Resource system)
    {
        JsonObject document = system.Document;
        bool isRunning = system.State != "INACTIVE" && !system.Inside.Flag("isStopped");
        string status = isRunning ? "ACTIVE" : "INACTIVE";
        string address = system.Inside.Text("address");
        document.Take(system.Inside, "port", "portX");
        document["ipAddress"] = address;
        document["currentPlacement"] = new JsonObject
        {
            ["availabilityDomain"] = document.Text("availabilityDomain"),
                ["faultDomain"] = document.Text("faultDomain"),
        };
        string? domain = cloud.Get(Kinds.Subnet, document.Text("subnetId")).Document.TextOrNull("subnetDomainName");
        var endpoints = new JsonArray(Endpoint(
            system, HostName(document.TextOrNull("hostnameLabel"), domain), address, "DBSYSTEM", system.Id, status,
            "READ", "WRITE"));
        foreach (Resource replica in Replicas(system).Where(replica => replica.State != "CREATING"))
        {
            endpoints.Add(Endpoint(
                system, null, replica.Inside.Text("address"), "READ_REPLICA", replica.Id, status, "READ"));
        }

        if (system.Inside.TextOrNull("balancerAddress") is { } balancer
            && (HasReadEndpoint(system) || endpoints.Count > 1))
        {
            string? label = document.Part("readEndpoint")?.TextOrNull("readEndpointHostnameLabel");
            endpoints.Add(Endpoint(
                system, HostName(label, domain), balancer, HasReadEndpoint(system) ? "READ_ENDPOINT" : "LOAD_BALANCER",
                system.Id, status, "READ"));
            if (HasReadEndpoint(system))
            {
                document.Part("readEndpoint")!["readEndpointIpAddress"] = balancer;
            }
        }

        document["endpoints"] = endpoints;
        document["timeUpdated"] = cloud.Now.Stamp();
        system.Touch();
    }

    private IReadOnlyList<string> Backends(Resource system)
    {
        if (!system.IsLive)
        {
            return [];
        }

        IReadOnlyList<string> excluded = system.Document.Part("readEndpoint")?.Texts("excludeIps") ?? [];
        string[] replicas = [.. Replicas(system)
            .Select(replica => replica.Inside.Text("address"))
            .Where(address => !excluded.Contains(address))];
        return replicas.Length == 0 && HasReadEndpoint(system) ? [system.Inside.Text("address")] : replicas;
    }

    private static string? HostName(string? label, string? domain) =>
        label is null || domain is null ? null : $"{label}.{domain}";

    private static JsonObject Endpoint(
        Resource system, string? host, string address, string type, string id, string status, params string[] modes)
    {
        var endpoint = new JsonObject
        {
            ["ipAddress"] = address, ["port"] = system.Inside.Whole("port", 3306),
            ["portX"] = system.Inside.Whole("portX", 33060), ["modes"] = JsonAccess.ToArray(modes), ["status"] = status,
            ["statusDetails"] = "", ["resourceType"] = type, ["resourceId"] = id,
        };
        if (host is not null)
        {
            endpoint["hostname"] = host;
        }

        return endpoint;
    }
}
