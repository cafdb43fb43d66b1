using System.Collections.Concurrent;
using System.Net;
using MoodleNodeAgent.LocalCloud.Hosts;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Networking;

/// <summary>VCNs as network namespaces. The VCN's own namespace is the router of all its subnets; each place hangs on a
/// veth pair of its own with a /32 route, the router answers ARP for all others (proxy_arp). So every packet between
/// two places is forwarded, also inside one subnet, and meets the rules; and an address moves by moving a route.
/// </summary>
internal sealed class VirtualNetwork(StateDirectory state, CommandRunner commands) : IVirtualNetwork, IAsyncDisposable
{
    /// <summary>Where the metadata service of each VCN answers.</summary>
    public const string MetadataAddress = "169.254.169.254";

    /// <summary>How the name of the control namespace ends.</summary>
    public const string ControlName = "control";

    private const string PlaceInterface = "ens3";

    private readonly NetworkNamespaces _namespaces = new(commands);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Vcn> _vcns = [];
    private readonly Dictionary<string, Link> _links = [];
    private readonly ConcurrentDictionary<string, NetworkPlace> _guests = [];
    private NetworkPlace? _control;
    private string? _controlAddress;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<NetworkPlace> Guests => [.. _control is { } control ? [control] : (NetworkPlace[])[], .. _guests.Values];

    /// <summary>Lets public addresses be reached from a host that has one itself.</summary>
    public void AddGuest(string ownerId, NetworkPlace place) => _guests[ownerId] = place;

    /// <summary>The host is gone.</summary>
    public void RemoveGuest(string ownerId) => _guests.TryRemove(ownerId, out _);

    /// <summary>Makes the control namespace, a stand-in for the control host, whose processes live on this machine. It
    /// joins the first VCN that gets a subnet with the control address.</summary>
    public async Task<NetworkPlace> StartControlAsync(string controlAddress, CancellationToken cancellation)
    {
        using (await EnterAsync(cancellation))
        {
            _controlAddress = controlAddress;
            var name = state.NamePrefix + ControlName;
            await _namespaces.AddAsync(name, cancellation);
            return _control = new NetworkPlace(name);
        }
    }

    /// <summary>Makes or changes a VCN.</summary>
    public async Task ApplyAsync(NetworkSpec network, CancellationToken cancellation)
    {
        using (await EnterAsync(cancellation))
        {
            if (!_vcns.TryGetValue(network.VcnId, out Vcn? vcn))
            {
                vcn = new Vcn(state.NameFor(network.VcnId), network);
                await _namespaces.AddRouterAsync(vcn.Namespace, MetadataAddress, cancellation);
                _vcns[network.VcnId] = vcn;
            }

            IEnumerable<string> before = vcn.Spec.Subnets.Select(subnet => subnet.RouterAddress);
            string[] after = [.. network.Subnets.Select(subnet => subnet.RouterAddress)];
            vcn.Spec = network;
            await _namespaces.IpAsync(vcn.Namespace,
            [
                .. before.Except(after).Where(vcn.RouterAddresses.Remove).Select(a => $"address del {a}/32 dev lo"),
                .. after.Where(vcn.RouterAddresses.Add).Select(address => $"address replace {address}/32 dev lo"),
            ], cancellation);

            if (_control is { } control
                && !_links.ContainsKey(ControlName)
                && FindSubnet(network, _controlAddress!) is { } subnet)
            {
                await LinkAsync(ControlName, control.Name, network.VcnId, vcn, subnet, _controlAddress!, cancellation);
            }

            await LoadRulesAsync(network.VcnId, vcn, cancellation);
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Removes a VCN with all its places.</summary>
    public async Task DeleteAsync(string vcnId, CancellationToken cancellation)
    {
        using (await EnterAsync(cancellation))
        {
            if (!_vcns.TryGetValue(vcnId, out Vcn? vcn))
            {
                return;
            }

            foreach (Link link in _links.Values.Where(link => link.VcnId == vcnId).ToList())
            {
                await UnlinkAsync(link, cancellation);
            }

            await _namespaces.DeleteAsync(vcn.Namespace, cancellation);
            _vcns.Remove(vcnId);
        }
    }

    /// <summary>The router of a VCN.</summary>
    public NetworkPlace RouterOf(string vcnId) => new(_vcns[vcnId].Namespace);

    /// <summary>The VCN as last applied, or null.</summary>
    public NetworkSpec? SpecOf(string vcnId) => _vcns.GetValueOrDefault(vcnId)?.Spec;

    public async Task<NetworkPlace> AttachAsync(
        string ownerId, string vcnId, string address, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            using (await EnterAsync(cancellation))
            {
                if (_links.TryGetValue(ownerId, out Link? link))
                {
                    return new NetworkPlace(link.Namespace);
                }

                if (_vcns.TryGetValue(vcnId, out Vcn? vcn) && FindSubnet(vcn.Spec, address) is { } subnet)
                {
                    return await MakePlaceAsync(ownerId, vcnId, vcn, subnet, address, cancellation);
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    public async Task MoveAddressAsync(string ownerId, string address, CancellationToken cancellation)
    {
        using (await EnterAsync(cancellation))
        {
            if (!_links.TryGetValue(ownerId, out Link? target))
            {
                throw new InvalidOperationException(
                    $"Cannot move {address} to {ownerId}: it has no place in a VCN. Attach it first.");
            }

            foreach (Link link in _links.Values.Where(link => link != target && link.VcnId == target.VcnId))
            {
                if (link.Addresses.Remove(address, out var prefix))
                {
                    await _namespaces.IpAsync(
                        link.Namespace, [$"address del {address}/{prefix} dev {PlaceInterface}"], cancellation);
                }
            }

            if (target.Addresses.TryAdd(address, 32))
            {
                await _namespaces.IpAsync(
                    target.Namespace, [$"address replace {address}/32 dev {PlaceInterface}"], cancellation);
                await _namespaces.IpAsync(_vcns[target.VcnId].Namespace,
                    [$"route replace {address}/32 dev {target.RouterInterface}"], cancellation);
            }
        }
    }

    /// <summary>Gives the place's interface the hardware address that the API told.</summary>
    public async Task SetMacAddressAsync(string ownerId, string macAddress, CancellationToken cancellation)
    {
        using (await EnterAsync(cancellation))
        {
            await _namespaces.IpAsync(
                _links[ownerId].Namespace, [$"link set {PlaceInterface} address {macAddress}"], cancellation);
        }
    }

    public async Task DetachAsync(string ownerId, CancellationToken cancellation)
    {
        using (await EnterAsync(cancellation))
        {
            if (_links.TryGetValue(ownerId, out Link? link))
            {
                await UnlinkAsync(link, cancellation);
                await LoadRulesAsync(link.VcnId, _vcns[link.VcnId], cancellation);
            }
        }
    }

    /// <summary>Removes every VCN and the control namespace.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var vcnId in _vcns.Keys.ToList())
        {
            await DeleteAsync(vcnId, CancellationToken.None);
        }

        if (_control is { } control)
        {
            await _namespaces.TryDeleteAsync(control.Name);
            _control = null;
        }

        _gate.Dispose();
    }

    private static SubnetSpec? FindSubnet(NetworkSpec network, string address)
    {
        var ip = IPAddress.Parse(address);
        return network.Subnets.FirstOrDefault(subnet => IPNetwork.Parse(subnet.CidrBlock).Contains(ip));
    }

    private async Task<NetworkPlace> MakePlaceAsync(
        string ownerId, string vcnId, Vcn vcn, SubnetSpec subnet, string address, CancellationToken cancellation)
    {
        var name = state.NameFor(ownerId);
        await _namespaces.AddAsync(name, cancellation);
        try
        {
            await LinkAsync(ownerId, name, vcnId, vcn, subnet, address, cancellation);
            await LoadRulesAsync(vcnId, vcn, cancellation);
            return new NetworkPlace(name);
        }
        catch
        {
            _links.Remove(ownerId);
            await _namespaces.TryDeleteAsync(name);
            throw;
        }
    }

    private async Task LinkAsync(
        string ownerId, string name, string vcnId, Vcn vcn, SubnetSpec subnet, string address,
        CancellationToken cancellation)
    {
        var prefix = IPNetwork.Parse(subnet.CidrBlock).PrefixLength;
        // At most 15 characters make an interface's name.
        var routerInterface = "v" + StateDirectory.Mark(ownerId)[..12];
        await _namespaces.IpAsync(vcn.Namespace,
        [
            $"link add {routerInterface} type veth peer name {PlaceInterface} netns {name}",
            $"link set {routerInterface} up",
            $"route replace {address}/32 dev {routerInterface}",
        ], cancellation);
        // By default the router's ARP answer for another place would wait up to 0.8 s.
        await _namespaces.SetKernelAsync(
            vcn.Namespace, [$"net.ipv4.neigh.{routerInterface}.proxy_delay=0"], cancellation);
        await _namespaces.IpAsync(name,
        [
            $"address replace {address}/{prefix} dev {PlaceInterface}",
            $"link set {PlaceInterface} up",
            $"route replace default via {subnet.RouterAddress}",
        ], cancellation);
        var link = new Link(ownerId, name, vcnId, subnet.SubnetId, routerInterface);
        link.Addresses.Add(address, prefix);
        _links.Add(ownerId, link);
    }

    private async Task UnlinkAsync(Link link, CancellationToken cancellation)
    {
        // First the link: a namespace lives on while a process is in it.
        await _namespaces.IpAsync(_vcns[link.VcnId].Namespace, [$"link del {link.RouterInterface}"], cancellation);
        if (link.OwnerId != ControlName)
        {
            await _namespaces.DeleteAsync(link.Namespace, cancellation);
        }

        _links.Remove(link.OwnerId);
    }

    private async Task LoadRulesAsync(string vcnId, Vcn vcn, CancellationToken cancellation)
    {
        var subnetOfInterface = _links.Values
            .Where(link => link.VcnId == vcnId && vcn.Spec.Subnets.Any(subnet => subnet.SubnetId == link.SubnetId))
            .ToDictionary(link => link.RouterInterface, link => link.SubnetId);
        await _namespaces.LoadRulesAsync(
            vcn.Namespace, SecurityRules.Write(vcn.Spec.Subnets, subnetOfInterface), cancellation);
    }

    private async Task<Turn> EnterAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        return new Turn(_gate);
    }

    private sealed class Vcn(string networkNamespace, NetworkSpec spec)
    {
        public string Namespace { get; } = networkNamespace;
        public NetworkSpec Spec { get; set; } = spec;
        public HashSet<string> RouterAddresses { get; } = [];
    }

    private sealed record Link(
        string OwnerId, string Namespace, string VcnId, string SubnetId, string RouterInterface)
    {
        /// <summary>Addresses of the place with their prefix lengths.</summary>
        public Dictionary<string, int> Addresses { get; } = [];
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
