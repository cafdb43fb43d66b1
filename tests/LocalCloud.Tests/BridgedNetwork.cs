using System.Collections.Concurrent;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud;

/// <summary>The smallest network that keeps the contract: a namespace for each place, joined by a bridge in a
/// namespace of its own. Nothing of it touches the machine's own links.</summary>
internal sealed class BridgedNetwork : IVirtualNetwork, IAsyncDisposable
{
    private const string BridgeName = "br0";
    private readonly string _prefix = $"mnat{Environment.ProcessId:x}{Guid.NewGuid().ToString("n")[..4]}";
    private readonly ConcurrentDictionary<string, NetworkPlace> _places = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1);
    private int _count;

    public IReadOnlyList<NetworkPlace> Guests { get; set; } = [];

    private string Hub => $"{_prefix}-hub";

    public static async Task<BridgedNetwork> StartAsync()
    {
        var network = new BridgedNetwork();
        await IpAsync("netns", "add", network.Hub);
        await IpAsync("-n", network.Hub, "link", "add", BridgeName, "type", "bridge", "forward_delay", "0");
        await IpAsync("-n", network.Hub, "link", "set", BridgeName, "up");
        return network;
    }

    public async Task<NetworkPlace> AttachAsync(
        string ownerId, string vcnId, string address, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_places.TryGetValue(ownerId, out NetworkPlace? known))
            {
                return known;
            }

            int number = ++_count;
            var place = new NetworkPlace($"{_prefix}-{number}");
            await IpAsync("netns", "add", place.Name);
            _places[ownerId] = place;
            await IpAsync("-n", place.Name, "link", "set", "lo", "up");
            await IpAsync(
                "-n", Hub, "link", "add", $"p{number}", "type", "veth", "peer", "name", "eth0", "netns", place.Name);
            await IpAsync("-n", Hub, "link", "set", $"p{number}", "master", BridgeName, "up");
            await IpAsync("-n", place.Name, "addr", "add", $"{address}/24", "dev", "eth0");
            await IpAsync("-n", place.Name, "link", "set", "eth0", "up");
            return place;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task MoveAddressAsync(string ownerId, string address, CancellationToken cancellation)
    {
        foreach ((string owner, NetworkPlace place) in _places)
        {
            string addresses = await IpAsync("-n", place.Name, "-4", "-o", "addr", "show", "dev", "eth0");
            if (owner != ownerId && addresses.Contains($" {address}/", StringComparison.Ordinal))
            {
                await IpAsync("-n", place.Name, "addr", "del", $"{address}/24", "dev", "eth0");
            }
        }

        await IpAsync("-n", _places[ownerId].Name, "addr", "replace", $"{address}/24", "dev", "eth0");
        foreach (NetworkPlace place in _places.Values)
        {
            await IpAsync("-n", place.Name, "neigh", "flush", "all");
        }
    }

    public async Task DetachAsync(string ownerId, CancellationToken cancellation)
    {
        if (_places.TryRemove(ownerId, out NetworkPlace? place))
        {
            await IpAsync("netns", "del", place.Name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string owner in _places.Keys)
        {
            await DetachAsync(owner, CancellationToken.None);
        }

        await IpAsync("netns", "del", Hub);
        _gate.Dispose();
    }

    private static Task<string> IpAsync(params string[] arguments) =>
        new CommandRunner().RunAsync("ip", arguments, CancellationToken.None);
}
