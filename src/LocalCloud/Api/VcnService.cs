using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Virtual cloud networks with their default route table and security list.</summary>
internal sealed partial class VcnService(Cloud cloud, NetworkPicture network)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateVcn", Create);
        handlers.AddReads("GetVcn", "ListVcns", Kinds.Vcn);
        handlers.Add("UpdateVcn", Update);
        handlers.Add("DeleteVcn", Delete);
    }

    /// <summary>A DNS label: a letter, then letters and digits, 15 at most.</summary>
    public static void CheckDnsLabel(string? label)
    {
        if (label is not null && !DnsLabel().IsMatch(label))
        {
            throw ApiError.InvalidParameter(
                $"Invalid value for parameter dnsLabel: {label}. Use a letter, then letters and digits, 15 at most.");
        }
    }

    private ApiAnswer Create(ApiCall call)
    {
        IReadOnlyList<string> blocks = Blocks(call.Body);
        CheckDnsLabel(call.Body.TextOrNull("dnsLabel"));
        string? label = call.Body.TextOrNull("dnsLabel");
        Resource vcn = cloud.Add(Kinds.Vcn, call.Body.Text("compartmentId"), "vcn", call.Body, new JsonObject
        {
            ["cidrBlock"] = blocks[0],
            ["cidrBlocks"] = JsonAccess.ToArray(blocks),
            ["dnsLabel"] = label,
            ["vcnDomainName"] = label is null ? null : $"{label}.oraclevcn.com",
            ["byoipv6CidrBlocks"] = new JsonArray(),
            ["ipv6PrivateCidrBlocks"] = new JsonArray(),
            ["ipv6CidrBlocks"] = new JsonArray(),
        });
        AddDefaults(vcn, blocks[0]);
        cloud.Start(Change.Create(vcn, cloud.Latencies.Vcn) with
        {
            Work = token => network.ApplyAsync(vcn, token),
            // One that fails ends at once, and what came with it.
            Released = () => EndDefaults(vcn),
        });
        return ApiAnswer.Of(vcn);
    }

    private static IReadOnlyList<string> Blocks(JsonObject body)
    {
        IReadOnlyList<string> blocks = body.TextOrNull("cidrBlock") is { } single ? [single] : body.Texts("cidrBlocks");
        if (body["cidrBlock"] is not null && body["cidrBlocks"] is not null)
        {
            throw ApiError.InvalidParameter("Give cidrBlock or cidrBlocks, not both.");
        }

        if (blocks.Count == 0)
        {
            throw ApiError.MissingParameter("cidrBlocks");
        }

        foreach (string block in blocks)
        {
            IPNetwork parsed = SubnetAddresses.ParseCidr("cidrBlocks", block);
            if (parsed.PrefixLength is < 16 or > 30)
            {
                throw ApiError.InvalidParameter($"Invalid value for parameter cidrBlocks: {block} is not /16 to /30");
            }
        }

        return blocks;
    }

    private void AddDefaults(Resource vcn, string block)
    {
        JsonObject Named(string prefix) => new() { ["displayName"] = $"{prefix} for {vcn.DisplayName}" };
        Resource routes = cloud.Add(
            Kinds.RouteTable, vcn.CompartmentId, "", Named("Default Route Table"),
            new JsonObject { ["vcnId"] = vcn.Id, ["routeRules"] = new JsonArray() });
        JsonObject Icmp(string source, int? code) => new()
        {
            ["source"] = source, ["sourceType"] = "CIDR_BLOCK", ["protocol"] = "1", ["isStateless"] = false,
            ["icmpOptions"] = code is null ? new JsonObject { ["type"] = 3 }
                : new JsonObject { ["type"] = 3, ["code"] = code },
        };
        Resource security = cloud.Add(
            Kinds.SecurityList, vcn.CompartmentId, "", Named("Default Security List"), new JsonObject
            {
                ["vcnId"] = vcn.Id,
                ["ingressSecurityRules"] = new JsonArray(
                    new JsonObject
                    {
                        ["source"] = "0.0.0.0/0", ["sourceType"] = "CIDR_BLOCK", ["protocol"] = "6",
                        ["isStateless"] = false,
                        ["tcpOptions"] = new JsonObject
                        {
                            ["destinationPortRange"] = new JsonObject { ["min"] = 22, ["max"] = 22 },
                        },
                    },
                    Icmp("0.0.0.0/0", 4),
                    Icmp(block, null)),
                ["egressSecurityRules"] = new JsonArray(new JsonObject
                {
                    ["destination"] = "0.0.0.0/0", ["destinationType"] = "CIDR_BLOCK", ["protocol"] = "all",
                    ["isStateless"] = false,
                }),
            });
        routes.State = routes.Kind.Ready;
        security.State = security.Kind.Ready;
        vcn.Document["defaultRouteTableId"] = routes.Id;
        vcn.Document["defaultSecurityListId"] = security.Id;
        vcn.Document["defaultDhcpOptionsId"] = Ocid.Make("dhcpoptions", cloud.Options.Region);
    }

    private ApiAnswer Update(ApiCall call)
    {
        Resource vcn = call.Target(Kinds.Vcn, "AVAILABLE");
        vcn.Document.Take(call.Body, "displayName", "freeformTags", "definedTags");
        vcn.Touch();
        return ApiAnswer.Of(vcn);
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource vcn = call.Target(Kinds.Vcn, "AVAILABLE");
        string[] defaults = [vcn.Document.Text("defaultRouteTableId"), vcn.Document.Text("defaultSecurityListId")];
        Resource? inside = cloud.Resources.FirstOrDefault(resource => resource.TimeEnded is null
            && resource.Document.TextOrNull("vcnId") == vcn.Id && !defaults.Contains(resource.Id)
            && resource.Kind != Kinds.ExportSet);
        if (inside is not null)
        {
            throw ApiError.Conflict($"The VCN {vcn.Id} is not empty: {inside.Id} is in it.");
        }

        cloud.Start(Change.Delete(vcn, cloud.Latencies.Vcn) with
        {
            Work = token => cloud.DataPlane.DeleteNetworkAsync(vcn.Id, token),
            Released = () => EndDefaults(vcn),
        });
        return ApiAnswer.Empty;
    }

    private void EndDefaults(Resource vcn)
    {
        cloud.End(cloud.Get(Kinds.RouteTable, vcn.Document.Text("defaultRouteTableId")));
        cloud.End(cloud.Get(Kinds.SecurityList, vcn.Document.Text("defaultSecurityListId")));
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,14}$")]
    private static partial Regex DnsLabel();
}
