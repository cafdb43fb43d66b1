using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MoodleNodeAgent.LocalCloud.Networking;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>What leads into and out of a host besides its VCN: the cloud's API, in the host under the address that it has
/// on this machine, and the host's public address, on this machine.</summary>
/// <remarks>Limits of the stand-in: of a public address only the single TCP ports lead in for which the subnet has a rule
/// when the host is launched, and the host sees the router as the client.</remarks>
internal sealed class HostDoors(VirtualNetwork network, TimeProvider time)
{
    // A rule for a whole range is no list of ports to listen on.
    private const int MostPorts = 4;

    private readonly ConcurrentDictionary<string, List<PortRelay>> _relays = [];
    private IPEndPoint? _api;
    private ILogger _logger = NullLogger.Instance;

    /// <summary>Hosts that are launched from now on get their doors.</summary>
    /// <param name="api">Where the API listens on this machine.</param>
    /// <param name="logger">Tells of ports that do not lead in.</param>
    public void Use(IPEndPoint api, ILogger logger)
    {
        _api = api;
        _logger = logger;
    }

    /// <summary>Opens the doors of a host; what is open stays.</summary>
    public void Open(InstanceSpec host, NetworkPlace place)
    {
        if (_api is not { } api)
        {
            return;
        }

        _relays.GetOrAdd(host.InstanceId, _ =>
        {
            var relays = new List<PortRelay> { PortRelay.Start(place.Listen(api), null, api, _ => true, time) };

            if (host.PublicAddress is { } address)
            {
                network.AddGuest(host.InstanceId, place);
                relays.AddRange(PortsOf(host).Select(port => Lead(host, IPAddress.Parse(address), port)).OfType<PortRelay>());
            }

            return relays;
        });
    }

    /// <summary>Closes them.</summary>
    public void Close(string instanceId)
    {
        network.RemoveGuest(instanceId);
        if (_relays.TryRemove(instanceId, out List<PortRelay>? relays))
        {
            relays.ForEach(relay => relay.Dispose());
        }
    }

    private IEnumerable<int> PortsOf(InstanceSpec host) => RulesOf(host)
        .Select(rule => rule.DestinationPorts!)
        .Where(ports => ports.Max - ports.Min < MostPorts)
        .SelectMany(ports => Enumerable.Range(ports.Min, ports.Max - ports.Min + 1))
        .Distinct();

    private IEnumerable<SecurityRuleSpec> RulesOf(InstanceSpec host) =>
        (network.SpecOf(host.VcnId)?.Subnets.FirstOrDefault(subnet => subnet.SubnetId == host.SubnetId)?.Ingress ?? [])
        .Where(rule => rule.Protocol == "6" && rule.DestinationPorts is not null);

    private PortRelay? Lead(InstanceSpec host, IPAddress address, int port)
    {
        var door = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            door.Bind(new IPEndPoint(address, port));
            door.Listen(512);
        }
        catch (SocketException exception)
        {
            door.Dispose();
            _logger.LogWarning(
                "Port {Port} of {Host} does not lead in at {Address}: {Reason}", port, host.DisplayName, address,
                exception.Message);
            return null;
        }

        return PortRelay.Start(
            door, network.RouterOf(host.VcnId), new IPEndPoint(IPAddress.Parse(host.PrivateAddress), port),
            client => MayEnter(host, client, port), time);
    }

    // The rules as they are now, for they change while the host lives.
    private bool MayEnter(InstanceSpec host, IPAddress client, int port) => RulesOf(host).Any(rule =>
        rule.DestinationPorts!.Min <= port && port <= rule.DestinationPorts.Max
        && IPNetwork.TryParse(rule.Peer, out IPNetwork peer) && peer.Contains(client));
}
