using System.Net;
using System.Net.Sockets;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Balancing;
using MoodleNodeAgent.LocalCloud.Databases;
using MoodleNodeAgent.LocalCloud.Hosts;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Storage;
using Serilog;
using Serilog.Extensions.Logging;

namespace MoodleNodeAgent.LocalCloud.Commands;

/// <summary>A data plane and the sockets on which the API has to listen besides its own.</summary>
/// <param name="DataPlane">What the resources become.</param>
/// <param name="Listeners">Listening sockets, such as one of NetworkPlace.Listen in the control namespace.</param>
internal sealed record DataPlaneSetup(IDataPlane DataPlane, IReadOnlyList<Socket> Listeners)
{
    /// <summary>Makes the data plane that the options ask for. With hosts, STATE/control-namespace holds the path of the
    /// control namespace, for nsenter --net=.</summary>
    /// <param name="options">Options of serve.</param>
    /// <param name="api">Where the API listens: the control namespace offers it under the same address.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<DataPlaneSetup> CreateDataPlaneAsync(
        ServeOptions options, IPEndPoint api, CancellationToken cancellation)
    {
        if (options.IsApiOnly)
        {
            return new DataPlaneSetup(new ApiOnlyDataPlane(TimeProvider.System), []);
        }

        var limits = new HostLimits();
        TimeProvider time = TimeProvider.System;
        using var loggers = new SerilogLoggerFactory(
            new LoggerConfiguration().WriteTo.Console(formatProvider: null).CreateLogger(), dispose: false);
        StateDirectory state = StateDirectory.Open(options.State.FullName);
        var remains = new Remains(state, limits, time);
        HostsDriver hosts = await HostsDriver.StartAsync(
            state, new BaseImage(options.Cache.FullName, limits, time), limits, options.ControlAddress, time, cancellation);
        VirtualNetwork network = hosts.Network;
        var dataPlane = new MachineDataPlane(
            hosts,
            new StorageDriver(network, state.Path, time, loggers.CreateLogger<StorageDriver>()),
            new DatabaseDriver(
                network, state.Path, options.Cache.FullName, time, loggers.CreateLogger<DatabaseDriver>()),
            new BalancingDriver(network, time, loggers.CreateLogger<BalancingDriver>()),
            remains, limits, time, loggers.CreateLogger<MachineDataPlane>());
        try
        {
            hosts.OpenDoors(api, loggers.CreateLogger<HostDoors>());
            if (options.ControlAddress.Length == 0)
            {
                return new DataPlaneSetup(dataPlane, []);
            }

            NetworkPlace control = network.Guests[0];
            await File.WriteAllTextAsync(
                Path.Combine(state.Path, "control-namespace"), control.Path + "\n", cancellation);
            return new DataPlaneSetup(dataPlane, [control.Listen(api)]);
        }
        catch
        {
            await dataPlane.DisposeAsync();
            throw;
        }
    }
}
