using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>What one server is.</summary>
internal sealed record DatabaseServerOptions
{
    public required string OwnerId { get; init; }
    public required string Name { get; init; }
    public required string VcnId { get; init; }
    public required string Address { get; init; }

    /// <summary>Address of the DB system, for the certificate.</summary>
    public required string SystemAddress { get; init; }
    public required int Port { get; init; }
    public required string Directory { get; init; }
    public required DatabaseAuthority Authority { get; init; }
}

/// <summary>What all servers of this machine share.</summary>
internal sealed record DatabaseHost
{
    public required IVirtualNetwork Network { get; init; }
    public required DatabaseTemplate Template { get; init; }
    public required ProcessRecords Records { get; init; }

    /// <summary>Folder of all data, which each server sees under another name.</summary>
    public required string Directory { get; init; }
    public required string SocketDirectory { get; init; }
    public required TimeProvider Time { get; init; }
    public required DatabaseLimits Limits { get; init; }
    public required DatabaseBackups Backups { get; init; }
}
