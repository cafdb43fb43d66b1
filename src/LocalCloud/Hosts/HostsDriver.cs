using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>The part of the data plane that makes VCNs and instances: network namespaces and systemd-nspawn hosts,
/// which stand in for OCI's virtual machines.</summary>
internal sealed class HostsDriver : IAsyncDisposable
{
    private readonly StateDirectory _state;
    private readonly BaseImage _image;
    private readonly HostLimits _limits;
    private readonly TimeProvider _time;
    private readonly CommandRunner _commands = new();
    private readonly MetadataService _metadata;
    private readonly ConcurrentDictionary<string, NspawnHost> _hosts = [];

    private readonly HostDoors _doors;

    private HostsDriver(StateDirectory state, BaseImage image, HostLimits limits, TimeProvider time)
    {
        _state = state;
        _image = image;
        _limits = limits;
        _time = time;
        Network = new VirtualNetwork(state, _commands);
        _metadata = new MetadataService(Network, time);
        _doors = new HostDoors(Network, time);
    }

    /// <summary>Hosts that are launched from now on reach the API, and are reached at their public address.</summary>
    /// <param name="api">Where the API listens on this machine.</param>
    /// <param name="logger">Tells of ports that do not lead in.</param>
    public void OpenDoors(IPEndPoint api, ILogger<HostDoors> logger) => _doors.Use(api, logger);

    /// <summary>The network in which the other services take their places.</summary>
    public VirtualNetwork Network { get; }

    /// <summary>Removes what an earlier local cloud of this folder left, records this process and makes the control
    /// namespace.</summary>
    /// <param name="state">Folder of this local cloud.</param>
    /// <param name="image">Base image; hosts can be launched once it is built.</param>
    /// <param name="limits">Waits and sizes.</param>
    /// <param name="controlAddress">Address of the control namespace in the VCN, such as 10.0.0.5; empty: there is none.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<HostsDriver> StartAsync(
        StateDirectory state,
        BaseImage image,
        HostLimits limits,
        string controlAddress,
        TimeProvider time,
        CancellationToken cancellation)
    {
        await new Remains(state, limits, time).RemoveAsync(cancellation);
        new ProcessRecords(state.Path).Write(ProcessRecords.Serve, ProcessIdentity.Self);
        var driver = new HostsDriver(state, image, limits, time);
        if (controlAddress.Length > 0)
        {
            await driver.Network.StartControlAsync(controlAddress, cancellation);
        }

        return driver;
    }

    public async Task ApplyNetworkAsync(NetworkSpec network, CancellationToken cancellation)
    {
        await Network.ApplyAsync(network, cancellation);
        await _metadata.StartAsync(network.VcnId, cancellation);
    }

    public async Task DeleteNetworkAsync(string vcnId, CancellationToken cancellation)
    {
        await _metadata.StopAsync(vcnId);
        await Network.DeleteAsync(vcnId, cancellation);
    }

    public async Task LaunchInstanceAsync(InstanceSpec instance, CancellationToken cancellation)
    {
        if (!_image.IsBuilt)
        {
            throw new InvalidOperationException(
                $"Cannot launch {instance.DisplayName}: there is no base image at {_image.Root}. Run "
                + "`moodle-local-cloud prepare` first.");
        }

        NspawnHost host = _hosts.GetOrAdd(instance.InstanceId,
            _ => new NspawnHost(instance, _state, _image.Root, _commands, _limits, _time));
        _metadata.Add(instance);
        NetworkPlace place = await Network.AttachAsync(
            instance.InstanceId, instance.VcnId, instance.PrivateAddress, cancellation);
        await Network.SetMacAddressAsync(instance.InstanceId, instance.MacAddress, cancellation);
        _doors.Open(instance, place);
        await host.StartAsync(place, cancellation);
    }

    public async Task StopInstanceAsync(string instanceId, CancellationToken cancellation) =>
        await Find(instanceId, "stop").StopAsync(cancellation);

    public async Task StartInstanceAsync(string instanceId, CancellationToken cancellation)
    {
        NspawnHost host = Find(instanceId, "start");
        await host.StartAsync(
            await Network.AttachAsync(instanceId, host.Spec.VcnId, host.Spec.PrivateAddress, cancellation),
            cancellation);
    }

    public async Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation)
    {
        if (_hosts.TryGetValue(instanceId, out NspawnHost? host))
        {
            await host.RemoveAsync(cancellation);
            _doors.Close(instanceId);
            await Network.DetachAsync(instanceId, cancellation);
            _metadata.Remove(host.Spec);
            _hosts.TryRemove(instanceId, out _);
        }
    }

    /// <summary>Removes all hosts and VCNs: nothing outlives the local cloud.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(_hosts.Keys.Select(id => TerminateInstanceAsync(id, CancellationToken.None)));
        }
        finally
        {
            await _metadata.DisposeAsync();
            await Network.DisposeAsync();
            new ProcessRecords(_state.Path).Remove(ProcessRecords.Serve);
        }
    }

    private NspawnHost Find(string instanceId, string verb) =>
        _hosts.TryGetValue(instanceId, out NspawnHost? host)
            ? host
            : throw new InvalidOperationException(
                $"Cannot {verb} {instanceId}: this local cloud has no such host. Launch it first.");
}
