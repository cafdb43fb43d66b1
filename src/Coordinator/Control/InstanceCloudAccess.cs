using System.Collections.Concurrent;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.InstancePrincipals;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>Opens clouds as the instance that the coordinator runs on: no key of a user is needed.</summary>
internal sealed class InstanceCloudAccess : ICloudAccess, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Opened>> opened = new();
    private readonly InstanceMetadata metadata;
    private readonly InstanceRegion region;
    private readonly string tenancy;
    private readonly Uri? endpoint;
    private readonly TimeProvider time;

    private InstanceCloudAccess(
        InstanceMetadata metadata, InstanceRegion region, string tenancy, Uri? endpoint, TimeProvider time)
    {
        this.metadata = metadata;
        this.region = region;
        this.tenancy = tenancy;
        this.endpoint = endpoint;
        this.time = time;
    }

    /// <summary>Asks the metadata service where this machine is.</summary>
    /// <param name="endpoint">One address for all services; null: the region's own.</param>
    /// <param name="time">Clock of the signatures.</param>
    /// <param name="cancellation">Ends the questions.</param>
    /// <exception cref="InstanceMetadataException">This machine is no instance.</exception>
    public static async Task<InstanceCloudAccess> OpenAsync(
        Uri? endpoint, TimeProvider time, CancellationToken cancellation)
    {
        var metadata = new InstanceMetadata(new InstanceMetadataOptions(), time);
        try
        {
            return new InstanceCloudAccess(
                metadata, await metadata.GetRegionAsync(cancellation), await metadata.GetTenancyAsync(cancellation),
                endpoint, time);
        }
        catch
        {
            metadata.Dispose();
            throw;
        }
    }

    public CloudClients Connect(CloudSpec cloud) => opened.GetOrAdd(
        cloud.Region ?? region.Id, id => new Lazy<Opened>(() => Open(id))).Value.Clients;

    public void Dispose()
    {
        foreach (var entry in opened.Values.Where(entry => entry.IsValueCreated))
        {
            entry.Value.Connection.Dispose();
            entry.Value.Keys.Dispose();
        }

        metadata.Dispose();
    }

    private Opened Open(string id)
    {
        var options = new OciClientOptions
        {
            Region = id, SecondLevelDomain = region.SecondLevelDomain, Endpoint = endpoint,
        };
        var keys = new InstancePrincipalKeys(options, metadata, time, new Random());
        var connection = new OciConnection(options, keys, time, new Random());
        return new Opened(connection, keys, CloudClients.Over(connection, tenancy) with { SeesIdentity = false });
    }

    private sealed record Opened(OciConnection Connection, InstancePrincipalKeys Keys, CloudClients Clients);
}
