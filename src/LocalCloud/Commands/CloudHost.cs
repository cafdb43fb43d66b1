using System.Net;
using System.Net.Sockets;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Api.Objects;
using MoodleNodeAgent.LocalCloud.Api.Signing;
using MoodleNodeAgent.LocalCloud.Clock;
using MoodleNodeAgent.LocalCloud.Faults;
using MoodleNodeAgent.LocalCloud.Hosts;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MoodleNodeAgent.LocalCloud.Commands;

/// <summary>Runs the API until it is told to end; then everything that the data plane made is removed.</summary>
internal static class CloudHost
{
    private static readonly TimeSpan s_lastAnswers = TimeSpan.FromSeconds(2);

    /// <summary>Serves until cancelled (SIGTERM, Ctrl+C).</summary>
    /// <param name="options">Options of serve.</param>
    /// <param name="output">Gets one line, "listening on http://ADDRESS:PORT", when the API answers; without a data
    /// plane the client's profile and the endpoints follow.</param>
    /// <param name="cancellation">Ends it in order.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(ServeOptions options, TextWriter output, CancellationToken cancellation)
    {
        // The socket comes first: the data plane needs to know the port, and offers it elsewhere as well.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(options.Listen);
        socket.Listen(512);
        var endpoint = (IPEndPoint)socket.LocalEndPoint!;
        var cloudOptions = new CloudOptions { TenancyId = "" };
        AccessKey key = Credentials.ReadOrCreate(options.State, cloudOptions.Region);
        DataPlaneSetup setup = await DataPlaneSetup.CreateDataPlaneAsync(options, endpoint, cancellation);
        await using IDataPlane dataPlane = setup.DataPlane;
        TimeProvider time = TimeProvider.System;
        var store = new ContentStore(
            options.IsApiOnly ? null : new DirectoryInfo(Path.Combine(options.State.FullName, "objects")));
        store.Clear();
        await using var cloud = new Cloud(
            cloudOptions with
            {
                TenancyId = key.TenancyId, LatencyFactor = options.LatencyFactor,
                ControlAddress = options.ControlAddress, PublicAddresses = options.PublicAddresses,
                PolicyDelay = options.PolicyDelay, HasHosts = !options.IsApiOnly,
                ReadConsole = options.IsApiOnly ? null : ConsoleOf(options.State),
            },
            dataPlane, options.HasVirtualClock ? new VirtualClock(time.GetUtcNow()) : time, time, store);
        await using WebApplication app = Build(cloud, key, [socket, .. setup.Listeners]);
        await app.StartAsync(cancellation);
        await output.WriteLineAsync($"listening on http://{endpoint}");
        if (options.IsApiOnly)
        {
            await output.WriteAsync(Welcome.Text(cloud, key, options.State, endpoint));
        }

        await output.FlushAsync(cancellation);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
        catch (OperationCanceledException)
        {
            // A call that does not end, such as an open download, shall not hold up the rest.
            using var patience = new CancellationTokenSource(s_lastAnswers, TimeProvider.System);
            await app.StopAsync(patience.Token);
        }

        foreach (Socket extra in setup.Listeners)
        {
            extra.Dispose();
        }

        store.Clear();
        return 0;
    }

    /// <summary>The web application that listens on these sockets.</summary>
    public static WebApplication Build(Cloud cloud, AccessKey key, IReadOnlyList<Socket> listeners)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            foreach (Socket listener in listeners)
            {
                kestrel.ListenHandle((ulong)listener.Handle, listen => listen.Protocols = HttpProtocols.Http1);
            }
        });
        WebApplication app = builder.Build();
        var dispatcher = new ApiDispatcher(cloud);
        var server = new ApiServer(
            cloud, dispatcher, new LocalEndpoint(cloud, dispatcher.Faults, dispatcher.Requests),
            new SignatureVerifier([key], cloud.RealClock, cloud.Principals.Find));
        app.Run(server.HandleAsync);
        return app;
    }

    // What the host's init wrote to its console so far.
    private static Func<string, byte[]?> ConsoleOf(DirectoryInfo folder)
    {
        StateDirectory state = StateDirectory.Open(folder.FullName);
        return instanceId =>
        {
            string path = Path.Combine(state.Hosts, state.NameFor(instanceId), "console.log");
            return File.Exists(path) ? File.ReadAllBytes(path) : [];
        };
    }
}
