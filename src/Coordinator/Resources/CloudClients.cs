using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Oci.FileStorage;
using MoodleNodeAgent.Oci.Identity;
using MoodleNodeAgent.Oci.InstancePrincipals;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Oci.ObjectStorage;
using MoodleNodeAgent.Oci.VirtualNetwork;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The services of one cloud account.</summary>
public sealed record CloudClients
{
    /// <summary>OCID of the tenancy; stands in for a compartment that the site file does not name.</summary>
    public required string Tenancy { get; init; }

    /// <summary>Availability and fault domains.</summary>
    public required IIdentityClient Identity { get; init; }

    /// <summary>Reads the roots of the certificates that the region gives to its instances.</summary>
    public required Func<CancellationToken, Task<InstancePrincipalRoots>> ReadInstanceRootsAsync { get; init; }

    /// <summary>Networks.</summary>
    public required IVirtualNetworkClient Network { get; init; }

    /// <summary>Instances.</summary>
    public required IComputeClient Compute { get; init; }

    /// <summary>File systems.</summary>
    public required IFileStorageClient FileStorage { get; init; }

    /// <summary>DB systems.</summary>
    public required IMySqlClient MySql { get; init; }

    /// <summary>Buckets and objects.</summary>
    public required IObjectStorageClient ObjectStorage { get; init; }

    /// <summary>Network load balancers.</summary>
    public required INetworkLoadBalancerClient Balancers { get; init; }

    /// <summary>Whether dynamic groups and policies may be looked at. Default: true; a control host may not.</summary>
    public bool SeesIdentity { get; init; } = true;

    /// <summary>All of them over one connection.</summary>
    /// <param name="connection">Region and key.</param>
    /// <param name="tenancy">OCID of the tenancy.</param>
    public static CloudClients Over(OciConnection connection, string tenancy) => new()
    {
        Tenancy = tenancy,
        Identity = new IdentityClient(connection),
        ReadInstanceRootsAsync = async cancellation => (await new AuthClient(connection)
            .GetInstancePrincipalRootCACertificatesAsync(cancellation)).Value,
        Network = new VirtualNetworkClient(connection),
        Compute = new ComputeClient(connection),
        FileStorage = new FileStorageClient(connection),
        MySql = new MySqlClient(connection),
        ObjectStorage = new ObjectStorageClient(connection),
        Balancers = new NetworkLoadBalancerClient(connection),
    };
}

/// <summary>Opens the cloud that a site names.</summary>
public interface ICloudAccess
{
    /// <summary>Clients for the site's profile and region.</summary>
    CloudClients Connect(CloudSpec cloud);
}
