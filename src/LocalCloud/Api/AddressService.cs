using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Private IPs, VNICs and public IPs.</summary>
internal sealed class AddressService(Cloud cloud)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("GetPrivateIp", call => ApiAnswer.Of(call.Target(Kinds.PrivateIp)));
        handlers.Add("ListPrivateIps", ListPrivateIps);
        handlers.Add("GetVnic", call => ApiAnswer.Of(call.Target(Kinds.Vnic)));
        handlers.Add("UpdateVnic", UpdateVnic);
        handlers.AddReads("GetPublicIp", "ListPublicIps", Kinds.PublicIp,
            new Dictionary<string, string?> { ["publicIpPoolId"] = null });
        handlers.Add("CreatePublicIp", CreatePublicIp);
        handlers.Add("GetPublicIpByPrivateIpId", GetByPrivateIp);
        handlers.Add("DeletePublicIp", DeletePublicIp);
    }

    public static string MakeMac() => string.Join(':', new byte[] { 2, 0, 23 }
        .Concat(RandomNumberGenerator.GetBytes(3))
        .Select(value => value.ToString("X2", CultureInfo.InvariantCulture)));

    /// <summary>Takes an address of the subnet and makes the private IP that tells it. The address belongs to the
    /// private IP and is free again when that ends.</summary>
    public Resource AddPrivateIp(Resource subnet, string? wanted, string? hostnameLabel, string? vnicId)
    {
        Resource ip = cloud.Add(Kinds.PrivateIp, subnet.CompartmentId, "privateip", [], new JsonObject
        {
            ["hostnameLabel"] = hostnameLabel, ["isPrimary"] = true, ["subnetId"] = subnet.Id, ["vnicId"] = vnicId,
            ["ipState"] = "ASSIGNED", ["lifetime"] = "EPHEMERAL",
        });
        try
        {
            CheckLabel(subnet, hostnameLabel, ip);
            ip.Document["ipAddress"] = cloud.Addresses.Take(subnet, ip.Id, wanted);
        }
        catch (ApiError)
        {
            cloud.Forget(ip);
            throw;
        }

        ip.State = ip.Kind.Ready;
        return ip;
    }

    /// <summary>A public IP of the private IP, which ends with it.</summary>
    public Resource AddEphemeral(Resource privateIp)
    {
        Resource publicIp = cloud.Add(Kinds.PublicIp, privateIp.CompartmentId, "publicip", [], new JsonObject
        {
            ["ipAddress"] = cloud.PublicAddresses.Take(), ["lifetime"] = "EPHEMERAL", ["scope"] = "AVAILABILITY_DOMAIN",
        });
        Assign(publicIp, privateIp);
        return publicIp;
    }

    public static void Assign(Resource publicIp, Resource privateIp)
    {
        publicIp.Document["assignedEntityId"] = privateIp.Id;
        publicIp.Document["assignedEntityType"] = "PRIVATE_IP";
        publicIp.Document["privateIpId"] = privateIp.Id;
        publicIp.State = "ASSIGNED";
    }

    /// <summary>Frees the private IP, and its public one: an ephemeral one ends, a reserved one is there for the
    /// next.</summary>
    public void End(Resource privateIp)
    {
        cloud.End(privateIp);
        foreach (Resource publicIp in cloud.All(Kinds.PublicIp)
                     .Where(publicIp => publicIp.Document.TextOrNull("privateIpId") == privateIp.Id).ToList())
        {
            foreach (string name in (string[])["assignedEntityId", "assignedEntityType", "privateIpId"])
            {
                publicIp.Document.Remove(name);
            }

            if (publicIp.Document.Text("lifetime") == "RESERVED")
            {
                publicIp.State = "AVAILABLE";
            }
            else
            {
                cloud.End(publicIp);
                cloud.PublicAddresses.Release(publicIp.Document.Text("ipAddress"));
            }
        }
    }

    private void CheckLabel(Resource subnet, string? label, Resource self)
    {
        if (label is not null && cloud.All(Kinds.PrivateIp).Any(other => other != self
                && other.Document.Text("subnetId") == subnet.Id && other.Document.TextOrNull("hostnameLabel") == label))
        {
            throw ApiError.Conflict($"The hostname label {label} is used in subnet {subnet.Id} already.");
        }
    }

    private ApiAnswer ListPrivateIps(ApiCall call)
    {
        if (!new[] { "subnetId", "vnicId", "vlanId" }.Any(name => call.QueryValue(name) is not null))
        {
            throw ApiError.MissingParameter("subnetId or vnicId");
        }

        return call.List(cloud.All(Kinds.PrivateIp).Select(ip => ip.Document));
    }

    private ApiAnswer UpdateVnic(ApiCall call)
    {
        Resource vnic = call.Target(Kinds.Vnic, "AVAILABLE");
        Resource subnet = cloud.Get(Kinds.Subnet, vnic.Document.Text("subnetId"));
        SubnetService.CheckGroups(cloud, call.Body.Texts("nsgIds"), subnet);
        Resource ip = cloud.All(Kinds.PrivateIp).First(ip => ip.Document.TextOrNull("vnicId") == vnic.Id);
        CheckLabel(subnet, call.Body.TextOrNull("hostnameLabel"), ip);
        ip.Document.Take(call.Body, "hostnameLabel");
        vnic.Document.Take(call.Body, "displayName", "hostnameLabel", "nsgIds", "skipSourceDestCheck", "freeformTags",
            "definedTags");
        vnic.Touch();
        return ApiAnswer.Of(vnic);
    }

    private ApiAnswer CreatePublicIp(ApiCall call)
    {
        if (call.Body.TextOrNull("privateIpId") is { } privateIpId)
        {
            return AssignNew(call, cloud.Related(Kinds.PrivateIp, privateIpId));
        }

        if (call.Body.Text("lifetime") == "EPHEMERAL")
        {
            throw ApiError.MissingParameter("privateIpId");
        }

        Resource publicIp = cloud.Add(
            Kinds.PublicIp, call.Body.Text("compartmentId"), "publicip", call.Body, new JsonObject
            {
                ["ipAddress"] = cloud.PublicAddresses.Take(), ["lifetime"] = "RESERVED", ["scope"] = "REGION",
            });
        cloud.Start(Change.Create(publicIp, cloud.Latencies.PublicAddress));
        return ApiAnswer.Of(publicIp);
    }

    private ApiAnswer AssignNew(ApiCall call, Resource privateIp)
    {
        // The data plane learns an instance's public address at its launch only.
        if (cloud.Options.HasHosts)
        {
            throw new ApiError(
                501, "MethodNotImplemented", "The local cloud assigns no public IP to a host that has been launched.");
        }

        if (cloud.All(Kinds.PublicIp).Any(other => other.Document.TextOrNull("privateIpId") == privateIp.Id))
        {
            throw ApiError.Conflict($"The private IP {privateIp.Id} has a public IP already.");
        }

        Resource subnet = cloud.Get(Kinds.Subnet, privateIp.Document.Text("subnetId"));
        if (subnet.Document.Flag("prohibitPublicIpOnVnic"))
        {
            throw ApiError.InvalidParameter($"The subnet {subnet.Id} prohibits public IPs on VNICs.");
        }

        bool isReserved = call.Body.Text("lifetime") == "RESERVED";
        var members = new JsonObject
        {
            ["ipAddress"] = cloud.PublicAddresses.Take(), ["lifetime"] = call.Body.Text("lifetime"),
            ["scope"] = isReserved ? "REGION" : "AVAILABILITY_DOMAIN", ["privateIpId"] = privateIp.Id,
        };
        if (!isReserved)
        {
            members["availabilityDomain"] = privateIp.Document.TextOrNull("availabilityDomain");
        }

        Resource publicIp = cloud.Add(
            Kinds.PublicIp, call.Body.Text("compartmentId"), "publicip", call.Body, members);
        cloud.Start(new Change
        {
            Resource = publicIp, During = "ASSIGNING", After = "ASSIGNED", Takes = cloud.Latencies.PublicAddress,
            Then = () =>
            {
                Assign(publicIp, privateIp);
                publicIp.State = "ASSIGNING";
                TellVnic(privateIp, publicIp.Document.Text("ipAddress"));
            },
        });
        return ApiAnswer.Of(publicIp);
    }

    private void TellVnic(Resource privateIp, string? address)
    {
        if (privateIp.Document.TextOrNull("vnicId") is { } id && cloud.IsLive(id))
        {
            Resource vnic = cloud.Get(Kinds.Vnic, id);
            vnic.Document["publicIp"] = address;
            vnic.Touch();
        }
    }

    private ApiAnswer GetByPrivateIp(ApiCall call)
    {
        string id = call.Body.Text("privateIpId");
        return ApiAnswer.Of(cloud.All(Kinds.PublicIp).FirstOrDefault(
            publicIp => publicIp.Document.TextOrNull("privateIpId") == id) ?? throw ApiError.NotFound());
    }

    private ApiAnswer DeletePublicIp(ApiCall call)
    {
        Resource publicIp = call.Target(Kinds.PublicIp, "AVAILABLE", "ASSIGNED", "UNASSIGNED");
        if (publicIp.Document.Text("lifetime") == "EPHEMERAL" && cloud.Options.HasHosts)
        {
            throw new ApiError(
                501, "MethodNotImplemented", "The local cloud takes no public IP from a host that has been launched.");
        }

        // Deleting an assigned one takes it from its private IP first; balancers and gateways hold theirs.
        bool isUsed = cloud.Live(Kinds.LoadBalancer).Any(
            balancer => balancer.Inside.TextOrNull("publicIpId") == publicIp.Id)
            || cloud.Live(Kinds.NatGateway).Any(gateway => gateway.Document.TextOrNull("publicIpId") == publicIp.Id);
        if (isUsed)
        {
            throw ApiError.Conflict($"{publicIp.Id} is assigned. Delete what it is assigned to first.");
        }

        if (publicIp.Document.TextOrNull("privateIpId") is { } assigned)
        {
            TellVnic(cloud.Get(Kinds.PrivateIp, assigned), null);
        }

        cloud.Start(Change.Delete(publicIp, cloud.Latencies.PublicAddress) with
        {
            Released = () => cloud.PublicAddresses.Release(publicIp.Document.Text("ipAddress")),
        });
        return ApiAnswer.Empty;
    }
}
