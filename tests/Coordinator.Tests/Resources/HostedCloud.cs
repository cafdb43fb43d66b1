using System.Net;
using System.Threading.Channels;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.LocalCloud.Commands;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

/// <summary>A local cloud in this process whose instances boot. Needs root; its base image is prepared when it is
/// missing.</summary>
internal sealed class HostedCloud : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mna-hosted-");
    private readonly CancellationTokenSource stop = new();
    private Task cloud = Task.CompletedTask;

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    public string StoreFolder => Path.Combine(folder.FullName, "store");

    public static async Task<HostedCloud> StartAsync()
    {
        Assert.Equal(0, await PrepareCommand.Create().Parse([]).InvokeAsync());
        var hosted = new HostedCloud();
        var lines = Channel.CreateUnbounded<string>();
        hosted.cloud = CloudHost.RunAsync(
            new ServeOptions
            {
                State = hosted.folder,
                Listen = new IPEndPoint(IPAddress.Loopback, 0),
                IsApiOnly = false,
                LatencyFactor = 0,
                ControlAddress = "10.0.0.5",
                PublicAddresses = "127.96.0.0/24",
                Cache = new DirectoryInfo(PrepareCommand.DefaultCache),
            },
            new LineWriter(lines.Writer), hosted.stop.Token);
        hosted.Endpoint = new Uri((await lines.Reader.ReadAsync(hosted.stop.Token)).Split(' ')[^1]);
        return hosted;
    }

    public CloudClients Connect() => new ProfileCloudAccess(
        new ProfileSettings
        {
            ConfigFile = Path.Combine(folder.FullName, "oci", "config"),
            Endpoint = Endpoint,
        },
        TimeProvider.System).Connect(new CloudSpec { Provider = "local", Profile = "DEFAULT" });

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await cloud;
        stop.Dispose();
        folder.Delete(recursive: true);
    }
}
