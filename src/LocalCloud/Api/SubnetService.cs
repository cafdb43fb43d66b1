using System.Net;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Subnets.</summary>
internal sealed class SubnetService(Cloud cloud, NetworkPicture network)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateSubnet", Create);
        handlers.AddReads("GetSubnet", "ListSubnets", Kinds.Subnet);
        handlers.Add("UpdateSubnet", Update);
        handlers.Add("DeleteSubnet", Delete);
    }

    /// <summary>The VCN that a body names, which has to be AVAILABLE.</summary>
    public static Resource ReadyVcn(Cloud cloud, string id) => Ready(cloud.Related(Kinds.Vcn, id));

    /// <summary>The subnet that a body names, which has to be AVAILABLE.</summary>
    public static Resource ReadySubnet(Cloud cloud, string id) => Ready(cloud.Related(Kinds.Subnet, id));

    /// <summary>The network security groups that a body names: five at most, all of the subnet's VCN.</summary>
    public static void CheckGroups(Cloud cloud, IReadOnlyList<string> groups, Resource subnet)
    {
        if (groups.Count > 5)
        {
            throw ApiError.LimitExceeded("At most 5 network security groups are allowed.");
        }

        foreach (string id in groups)
        {
            if (cloud.Related(Kinds.SecurityGroup, id).Document.Text("vcnId") != subnet.Document.Text("vcnId"))
            {
                throw ApiError.InvalidParameter($"The network security group {id} is in another VCN.");
            }
        }
    }

    private static Resource Ready(Resource resource) => resource.State == resource.Kind.Ready
        ? resource
        : throw ApiError.IncorrectState($"{resource.Id} is in state {resource.State}.");

    private ApiAnswer Create(ApiCall call)
    {
        JsonObject body = call.Body;
        Resource vcn = ReadyVcn(cloud, body.Text("vcnId"));
        string cidr = body.TextOrNull("cidrBlock")
            ?? (body.Texts("ipv4CidrBlocks") is [var block, ..] ? block : throw ApiError.MissingParameter("cidrBlock"));
        CheckCidr(vcn, cidr);
        string? label = body.TextOrNull("dnsLabel");
        CheckLabel(vcn, label);
        if (body["prohibitInternetIngress"] is not null && body["prohibitPublicIpOnVnic"] is not null)
        {
            throw ApiError.InvalidParameter("Give prohibitInternetIngress or prohibitPublicIpOnVnic, not both.");
        }

        bool isPrivate = body.Flag("prohibitPublicIpOnVnic") || body.Flag("prohibitInternetIngress");
        var members = new JsonObject
        {
            ["availabilityDomain"] = body.TextOrNull("availabilityDomain"),
            ["cidrBlock"] = cidr,
            ["ipv4CidrBlocks"] = JsonAccess.ToArray([cidr]),
            ["vcnId"] = vcn.Id,
            ["dhcpOptionsId"] = body.TextOrNull("dhcpOptionsId") ?? vcn.Document.Text("defaultDhcpOptionsId"),
            ["dnsLabel"] = label,
            ["subnetDomainName"] = label is null ? null : $"{label}.{vcn.Document.Text("vcnDomainName")}",
            ["prohibitInternetIngress"] = isPrivate,
            ["prohibitPublicIpOnVnic"] = isPrivate,
            ["virtualRouterIp"] = SubnetAddresses.Router(cidr),
            ["virtualRouterMac"] = AddressService.MakeMac(),
        };
        TakeTables(members, body, vcn, vcn.Document.Text("defaultRouteTableId"),
            [vcn.Document.Text("defaultSecurityListId")]);
        Resource subnet = cloud.Add(Kinds.Subnet, body.Text("compartmentId"), "subnet", body, members);
        cloud.Start(Change.Create(subnet, cloud.Latencies.Subnet) with
        {
            Queue = vcn, Work = token => network.ApplyAsync(vcn, token),
        });
        return ApiAnswer.Of(subnet);
    }

    private ApiAnswer Update(ApiCall call)
    {
        Resource subnet = call.Target(Kinds.Subnet, "AVAILABLE");
        Resource vcn = cloud.Get(Kinds.Vcn, subnet.Document.Text("vcnId"));
        string? cidr = call.Body.TextOrNull("cidrBlock");
        if (cidr is not null && cidr != subnet.Document.Text("cidrBlock"))
        {
            CheckNewCidr(vcn, subnet, cidr);
        }

        TakeTables(subnet.Document, call.Body, vcn, subnet.Document.Text("routeTableId"),
            subnet.Document.Texts("securityListIds"));
        subnet.Document.Take(call.Body, "displayName", "dhcpOptionsId", "freeformTags", "definedTags");
        if (cidr is not null)
        {
            subnet.Document["cidrBlock"] = cidr;
            subnet.Document["ipv4CidrBlocks"] = JsonAccess.ToArray([cidr]);
        }

        cloud.Start(Change.Update(subnet, cloud.Latencies.Subnet) with
        {
            Queue = vcn, Work = token => network.ApplyAsync(vcn, token),
        });
        return ApiAnswer.Of(subnet);
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource subnet = call.Target(Kinds.Subnet, "AVAILABLE");
        if (cloud.Addresses.IsInUse(subnet))
        {
            Resource? user = cloud.All(Kinds.PrivateIp).FirstOrDefault(ip => ip.Document.Text("subnetId") == subnet.Id);
            throw ApiError.Conflict($"The subnet {subnet.Id} is in use: {user?.Id ?? "an address of it"} is in it.");
        }

        Resource vcn = cloud.Get(Kinds.Vcn, subnet.Document.Text("vcnId"));
        cloud.Start(Change.Delete(subnet, cloud.Latencies.Subnet) with
        {
            Queue = vcn, Work = token => network.ApplyAsync(vcn, token),
        });
        return ApiAnswer.Empty;
    }

    // The network's first address stays, and so do all addresses in use.
    private void CheckNewCidr(Resource vcn, Resource subnet, string cidr)
    {
        CheckCidr(vcn, cidr, subnet);
        string now = subnet.Document.Text("cidrBlock");
        (uint first, uint last) = SubnetAddresses.Range(IPNetwork.Parse(cidr));
        if (cidr.Split('/')[0] != now.Split('/')[0] || !cloud.Addresses.AreWithin(subnet, first + 2, last - 1))
        {
            throw ApiError.InvalidParameter(
                $"The CIDR of subnet {subnet.Id} cannot become {cidr}: it has to begin as {now} does and to keep all"
                + " addresses in use, its new last address being free.");
        }

        if (cloud.Options.HasHosts)
        {
            throw new ApiError(
                501, "MethodNotImplemented", "The local cloud cannot change the CIDR of a subnet that has hosts.");
        }
    }

    private void CheckCidr(Resource vcn, string cidr, Resource? self = null)
    {
        IPNetwork wanted = SubnetAddresses.ParseCidr("cidrBlock", cidr);
        (uint first, uint last) = SubnetAddresses.Range(wanted);
        bool isInside = wanted.PrefixLength <= 30 && vcn.Document.Texts("cidrBlocks")
            .Select(block => SubnetAddresses.Range(IPNetwork.Parse(block)))
            .Any(block => first >= block.First && last <= block.Last);
        if (!isInside)
        {
            throw ApiError.InvalidParameter(
                $"Invalid value for parameter cidrBlock: {cidr} is not a part of the VCN's CIDR blocks");
        }

        Resource? overlap = cloud.All(Kinds.Subnet)
            .Where(other => other != self && other.Document.Text("vcnId") == vcn.Id)
            .FirstOrDefault(other =>
            {
                (uint otherFirst, uint otherLast) =
                    SubnetAddresses.Range(IPNetwork.Parse(other.Document.Text("cidrBlock")));
                return first <= otherLast && otherFirst <= last;
            });
        if (overlap is not null)
        {
            throw ApiError.InvalidParameter(
                $"The requested CIDR {cidr} is invalid: subnet {overlap.Id} with CIDR "
                + $"{overlap.Document.Text("cidrBlock")} overlaps with this CIDR.");
        }
    }

    private void CheckLabel(Resource vcn, string? label)
    {
        VcnService.CheckDnsLabel(label);
        if (label is null)
        {
            return;
        }

        if (vcn.Document.TextOrNull("dnsLabel") is null)
        {
            throw ApiError.InvalidParameter("The subnet cannot have a dnsLabel: its VCN has none.");
        }

        if (cloud.All(Kinds.Subnet).Any(other => other.Document.Text("vcnId") == vcn.Id
                && other.Document.TextOrNull("dnsLabel") == label))
        {
            throw ApiError.Conflict($"The dnsLabel {label} is used by another subnet of the VCN.");
        }
    }

    private void TakeTables(
        JsonObject document, JsonObject body, Resource vcn, string otherTable, IReadOnlyList<string> otherLists)
    {
        string table = body.TextOrNull("routeTableId") ?? otherTable;
        IReadOnlyList<string> lists = body["securityListIds"] is null ? otherLists : body.Texts("securityListIds");
        if (lists.Count > 5)
        {
            throw ApiError.LimitExceeded("At most 5 security lists are allowed for a subnet.");
        }

        foreach (Resource used in lists.Select(id => cloud.Related(Kinds.SecurityList, id))
                     .Append(cloud.Related(Kinds.RouteTable, table)))
        {
            if (used.Document.Text("vcnId") != vcn.Id)
            {
                throw ApiError.InvalidParameter($"{used.Id} is in another VCN.");
            }
        }

        document["routeTableId"] = table;
        document["securityListIds"] = JsonAccess.ToArray(lists);
    }
}
