using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Oci.FileStorage;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Cli.Import;

/// <summary>A site that somebody made by hand or with Oracle's stack.</summary>
internal sealed record FoundSite
{
    public required Vcn Vcn { get; init; }

    /// <summary>Subnet of the balancer; the nodes' where there is no balancer.</summary>
    public required Subnet Public { get; init; }

    public required Subnet Nodes { get; init; }

    public required Subnet Database { get; init; }

    /// <summary>Web servers, by name.</summary>
    public required IReadOnlyList<FoundNode> Servers { get; init; }

    public required DbSystem DbSystem { get; init; }

    public required IReadOnlyList<Replica> Replicas { get; init; }

    /// <summary>The shared file system with its way in; null: there is none, and an apply makes one.</summary>
    public required FoundStorage? Storage { get; init; }

    /// <summary>Null: there is none, and an apply makes one.</summary>
    public required NetworkLoadBalancer? Balancer { get; init; }
}

/// <summary>A web server.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Address">Private IPv4 address.</param>
/// <param name="SubnetId">OCID of its subnet.</param>
internal sealed record FoundNode(Instance Instance, string Address, string SubnetId);

/// <summary>A file system that is exported in the VCN.</summary>
internal sealed record FoundStorage(string FileSystemId, MountTarget MountTarget, Export Export);
