using System.Net;
using System.Net.Sockets;

namespace MoodleNodeAgent.LocalCloud.Networking;

/// <summary>Places in the VCNs: each is a network namespace with one interface at an address of the VCN, routed and
/// filtered by the VCN's security lists. A host, a database server, an NFS server or a balancer lives in one.</summary>
internal interface IVirtualNetwork
{
    /// <summary>Makes the place of this owner, or returns the one that is there. Waits until the VCN exists.</summary>
    /// <param name="ownerId">OCID of the resource that lives there.</param>
    /// <param name="vcnId">OCID of the VCN.</param>
    /// <param name="address">IPv4 address inside one of the VCN's subnets.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<NetworkPlace> AttachAsync(string ownerId, string vcnId, string address, CancellationToken cancellation);

    /// <summary>Moves an address of the VCN to this owner's place, from whichever place has it (fail-over).</summary>
    Task MoveAddressAsync(string ownerId, string address, CancellationToken cancellation);

    /// <summary>Removes the place of this owner with its namespace.</summary>
    Task DetachAsync(string ownerId, CancellationToken cancellation);

    /// <summary>The places from which the public 127.x addresses have to be reachable besides the machine itself:
    /// the control namespace, if there is one, and hosts that have a public address themselves.</summary>
    IReadOnlyList<NetworkPlace> Guests { get; }
}

/// <summary>A network namespace by name.</summary>
/// <param name="Name">Name as under /run/netns.</param>
internal sealed record NetworkPlace(string Name)
{
    /// <summary>Path for nsenter --net= and systemd-nspawn --network-namespace-path=.</summary>
    public string Path => $"/run/netns/{Name}";

    /// <summary>Makes a TCP socket whose traffic belongs to this namespace for as long as it lives.</summary>
    public Socket CreateTcpSocket() => NamespaceSockets.CreateTcp(Path);

    /// <summary>Makes a listening TCP socket inside this namespace.</summary>
    public Socket Listen(IPEndPoint endpoint)
    {
        var socket = CreateTcpSocket();
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(endpoint);
        socket.Listen(512);
        return socket;
    }
}
