using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Faults;

/// <summary>Changes and deletes resources behind the clients' back: no check, no work request, no latency.</summary>
internal static class Tampering
{
    /// <summary>Puts these members into the document; lifecycleState changes the state.</summary>
    public static JsonObject Change(Cloud cloud, string id, JsonObject members)
    {
        Resource resource = cloud.FindAny(id) ?? throw ApiError.NotFound();
        foreach ((string name, JsonNode? value) in members)
        {
            if (name == "lifecycleState")
            {
                resource.State = value!.GetValue<string>();
            }
            else
            {
                resource.Document[name] = value?.DeepClone();
            }
        }

        resource.Touch();
        return resource.Document.DeepClone().AsObject();
    }

    /// <summary>Ends the resource at once, and what the data plane made of it.</summary>
    public static void Delete(Cloud cloud, string id)
    {
        Resource resource = cloud.FindAny(id) ?? throw ApiError.NotFound();
        IDataPlane plane = cloud.DataPlane;
        Func<CancellationToken, Task>? work = resource.Kind.OcidType switch
        {
            "instance" => token => plane.TerminateInstanceAsync(id, token),
            "filesystem" => token => plane.DeleteFileSystemAsync(id, token),
            "mounttarget" => token => plane.DeleteMountTargetAsync(id, token),
            "mysqldbsystem" => token => plane.DeleteDbSystemAsync(id, token),
            "mysqlreplica" => token => plane.DeleteReplicaAsync(id, token),
            "networkloadbalancer" => token => plane.DeleteLoadBalancerAsync(id, token),
            "vcn" => token => plane.DeleteNetworkAsync(id, token),
            _ => null,
        };
        if (work is not null)
        {
            cloud.Start(new Change
            {
                Resource = resource, During = resource.Kind.Deleting, After = resource.Kind.Deleted,
                Takes = TimeSpan.Zero, Work = work,
            });
        }

        // An instance's attachment, VNIC and address go with it.
        foreach (Resource attachment in cloud.All(Kinds.VnicAttachment)
                     .Where(attachment => attachment.Document.TextOrNull("instanceId") == id).ToList())
        {
            cloud.End(cloud.Get(Kinds.PrivateIp, attachment.Inside.Text("privateIpId")));
            cloud.End(cloud.Get(Kinds.Vnic, attachment.Inside.Text("vnicId")));
            cloud.End(attachment);
        }

        if (resource.Inside.TextOrNull("privateIpId") is { } ip && cloud.FindAny(ip) is { } address)
        {
            foreach (Resource own in cloud.All(Kinds.PublicIp).Where(publicIp =>
                         publicIp.Document.TextOrNull("privateIpId") == ip
                         && publicIp.Document.TextOrNull("lifetime") == "EPHEMERAL").ToList())
            {
                cloud.PublicAddresses.Release(own.Document.Text("ipAddress"));
                cloud.End(own);
            }

            cloud.End(address);
        }

        cloud.End(resource);
    }
}
