using System.Net;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Mount targets with their export sets.</summary>
internal sealed class MountTargetService(Cloud cloud, AddressService addresses)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateMountTarget", Create);
        handlers.AddReads("GetMountTarget", "ListMountTargets", Kinds.MountTarget);
        handlers.Add("DeleteMountTarget", Delete);
        handlers.AddReads("GetExportSet", "ListExportSets", Kinds.ExportSet);
        handlers.Add("UpdateExportSet", UpdateExportSet);
    }

    /// <summary>The mount target as the data plane has to have it by then.</summary>
    public Task ApplyAsync(Resource target, CancellationToken cancellation)
    {
        MountTargetSpec spec;
        lock (cloud.Gate)
        {
            spec = Resolve(target);
        }

        return cloud.DataPlane.ApplyMountTargetAsync(spec, cancellation);
    }

    private ApiAnswer Create(ApiCall call)
    {
        JsonObject body = call.Body;
        string domain = FileSystemService.CheckDomain(cloud, body.Text("availabilityDomain"));
        Resource subnet = SubnetService.ReadySubnet(cloud, body.Text("subnetId"));
        SubnetService.CheckGroups(cloud, body.Texts("nsgIds"), subnet);
        if (IPNetwork.Parse(subnet.Document.Text("cidrBlock")).PrefixLength > 29)
        {
            throw ApiError.InvalidParameter($"The subnet {subnet.Id} is too small: a mount target takes 3 addresses.");
        }

        string? label = body.TextOrNull("hostnameLabel");
        Resource ip = addresses.AddPrivateIp(subnet, body.TextOrNull("ipAddress"), label, null);
        ip.Document["availabilityDomain"] = domain;
        Resource target = cloud.Add(Kinds.MountTarget, body.Text("compartmentId"), "MountTarget-", body, new JsonObject
        {
            ["availabilityDomain"] = domain, ["exportSetId"] = null, ["lifecycleDetails"] = "",
            ["privateIpIds"] = new JsonArray(), ["mountTargetIpv6Ids"] = new JsonArray(), ["subnetId"] = subnet.Id,
            ["idmapType"] = body.TextOrNull("idmapType") ?? "NONE", ["nsgIds"] = body["nsgIds"]?.DeepClone()
                ?? new JsonArray(),
            ["observedThroughput"] = 1, ["requestedThroughput"] = body.Number("requestedThroughput", 1),
            ["reservedStorageCapacity"] = 5, ["systemTags"] = new JsonObject(),
        });
        target.Inside["privateIpId"] = ip.Id;
        target.Inside["vcnId"] = subnet.Document.Text("vcnId");
        try
        {
            // Two more addresses, which the service keeps for itself.
            cloud.Addresses.Take(subnet, target.Id, null);
            cloud.Addresses.Take(subnet, target.Id, null);
        }
        catch (ApiError)
        {
            cloud.Forget(target);
            addresses.End(ip);
            throw;
        }

        cloud.Start(Change.Create(target, cloud.Latencies.MountTarget) with
        {
            Work = token => ApplyAsync(target, token),
            Then = () =>
            {
                target.Document["exportSetId"] = AddExportSet(target).Id;
                target.Document["privateIpIds"] = JsonAccess.ToArray([ip.Id]);
            },
        });
        return ApiAnswer.Of(target);
    }

    private Resource AddExportSet(Resource target)
    {
        Resource set = cloud.Add(
            Kinds.ExportSet, target.CompartmentId, "",
            new JsonObject { ["displayName"] = $"{target.DisplayName} - export set" }, new JsonObject
            {
                ["availabilityDomain"] = target.Document.Text("availabilityDomain"),
                ["vcnId"] = target.Inside.Text("vcnId"), ["maxFsStatBytes"] = long.MaxValue,
                ["maxFsStatFiles"] = long.MaxValue,
            });
        set.Document.Remove("freeformTags");
        set.Document.Remove("definedTags");
        set.State = set.Kind.Ready;
        return set;
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource target = call.Target(Kinds.MountTarget, "ACTIVE", "FAILED");
        string? setId = target.Document.TextOrNull("exportSetId");
        Resource? export = cloud.All(Kinds.Export)
            .FirstOrDefault(export => export.Document.Text("exportSetId") == setId);
        if (export is not null)
        {
            throw ApiError.Conflict($"The mount target {target.Id} has export {export.Id}. Delete the export first.");
        }

        cloud.Start(Change.Delete(target, cloud.Latencies.MountTarget) with
        {
            Work = token => cloud.DataPlane.DeleteMountTargetAsync(target.Id, token),
            Released = () =>
            {
                addresses.End(cloud.Get(Kinds.PrivateIp, target.Inside.Text("privateIpId")));
                if (setId is not null)
                {
                    cloud.End(cloud.Get(Kinds.ExportSet, setId));
                }
            },
        });
        return ApiAnswer.Empty;
    }

    private ApiAnswer UpdateExportSet(ApiCall call)
    {
        Resource set = call.Target(Kinds.ExportSet, "ACTIVE");
        set.Document.Take(call.Body, "displayName", "maxFsStatBytes", "maxFsStatFiles");
        set.Touch();
        return ApiAnswer.Of(set);
    }

    private MountTargetSpec Resolve(Resource target) => new()
    {
        MountTargetId = target.Id,
        VcnId = target.Inside.Text("vcnId"),
        SubnetId = target.Document.Text("subnetId"),
        Address = cloud.Get(Kinds.PrivateIp, target.Inside.Text("privateIpId")).Document.Text("ipAddress"),
        Exports = target.Document.TextOrNull("exportSetId") is { } set
            ? [.. cloud.Live(Kinds.Export).Where(export => export.Document.Text("exportSetId") == set)
                .Select(ExportSpec)]
            : [],
    };

    private static ExportSpec ExportSpec(Resource export) => new()
    {
        ExportId = export.Id,
        FileSystemId = export.Document.Text("fileSystemId"),
        Path = export.Document.Text("path"),
        Options = [.. export.Document.Parts("exportOptions").Select(option => new ExportOptionSpec
        {
            Source = option.Text("source"),
            RequirePrivilegedSourcePort = option.Flag("requirePrivilegedSourcePort"),
            IsReadOnly = option.Text("access") == "READ_ONLY",
            IdentitySquash = option.Text("identitySquash"),
            AnonymousUid = option.Number("anonymousUid", 65534),
            AnonymousGid = option.Number("anonymousGid", 65534),
        })],
    };
}
