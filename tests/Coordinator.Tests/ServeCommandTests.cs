using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Grpc.Net.Client;
using MoodleNodeAgent.Cli;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Recovery;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Coordinator.Tests.Resources;
using MoodleNodeAgent.Protocol.Operator.V1;
using Client = MoodleNodeAgent.Protocol.Operator.V1.Operator.OperatorClient;

namespace MoodleNodeAgent.Coordinator;

/// <summary>The programs as they are started: a local cloud that serves its API only, and the coordinator.</summary>
[Trait("Ring", "cloud")]
public sealed class ServeCommandTests : IAsyncLifetime
{
    private const string Passphrase = "correct horse battery staple";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("serve-").FullName;
    private readonly List<Process> _processes = [];
    private string Socket => Path.Combine(_folder, "state", "operator.sock");

    public async Task InitializeAsync()
    {
        string packages = Directory.CreateDirectory(Path.Combine(_folder, "packages")).FullName;
        foreach (string architecture in new[] { "x86_64", "aarch64" })
        {
            await File.WriteAllTextAsync(Path.Combine(packages, $"moodle-node-agent-0.1.0-1.{architecture}.rpm"), "rpm");
        }

        await File.WriteAllTextAsync(Path.Combine(packages, "RPM-GPG-KEY-moodle-node-agent"), "key");
        string cloud = Path.Combine(_folder, "cloud");
        int port = FreePort();
        await StartAsync(
            "moodle-local-cloud", "listening",
            "serve", "--state", cloud, "--listen", $"127.0.0.1:{port}", "--api-only");
        await StartAsync(
            "moodle-coordinator", "ready",
            "serve", "--state", Path.Combine(_folder, "state"), "--packages", packages,
            "--oci-config", Path.Combine(cloud, "oci", "config"), "--oci-endpoint", $"http://127.0.0.1:{port}",
            "--agent-port", $"{FreePort()}", "--enrolment-port", $"{FreePort()}");
    }

    public async Task DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_coordinator_that_is_ready_answers_status_and_plans_and_stops_when_told()
    {
        using var channel = Channel();
        var client = new Client(channel);

        SiteStatus status = await client.GetStatusAsync(new GetStatusRequest());
        PlanReply plan = await client.PlanAsync(new PlanRequest
        {
            Site = new SiteFile
            {
                Path = "demo.yaml",
                Text = "site: demo\nproduct: sample\nrelease: { archive: sample-app }\ncloud: { provider: local }\n",
                ArchiveSha256 = new string('a', 64),
                ArchiveSize = 1000,
            },
        });
        Assert.Empty(status.Nodes);
        Assert.Empty(plan.Problems);
        Assert.Contains(plan.Steps, step => step is { Step: "network/vcn", Action: StepAction.Create });
        Assert.True(plan.LongestPathSeconds > 0);

        Process coordinator = _processes[1];
        using Process kill = Process.Start("kill", ["-TERM", $"{coordinator.Id}"]);
        await coordinator.WaitForExitAsync().WaitAsync(Bound);
        Assert.Equal(0, coordinator.ExitCode);
    }

    [Fact]
    public async Task A_restored_bundle_is_what_the_coordinator_begins_anew_with()
    {
        string bundle = Path.Combine(_folder, "campus.recovery");
        string again = Path.Combine(_folder, "again.recovery");
        string passphrase = Path.Combine(_folder, "passphrase");
        await File.WriteAllTextAsync(passphrase, Passphrase + "\n");
        byte[] root;
        using (SiteStore lost = SiteStore.Open(Path.Combine(_folder, "lost"), TimeProvider.System))
        {
            lost.Documents.Put("deployment", "site", JsonSerializer.SerializeToUtf8Bytes(
                new { Site = CloudTestBed.Site(), Artifact = new Artifact(new string('b', 64), 1) }));
            using Authority authority = AuthorityStore.LoadOrCreate(lost.Documents, TimeProvider.System);
            root = authority.Root.RawData;
            await File.WriteAllBytesAsync(
                bundle, RecoveryBundle.Seal(lost.Export("campus", TimeProvider.System.GetUtcNow()), Passphrase));
        }

        (int nothingYet, string none) = await RunAsync("save", again, passphrase);
        (int restored, string said) = await RunAsync("restore", bundle, passphrase);

        Assert.Equal(1, nothingYet);
        Assert.Contains("has no site yet", none, StringComparison.Ordinal);
        Assert.True(restored == 0, said);
        Assert.Contains("Restored campus", said, StringComparison.Ordinal);
        using var patience = new CancellationTokenSource(Bound);
        while ((await RunAsync("save", again, passphrase)).ExitCode != 0)
        {
            await Task.Delay(100, patience.Token);
        }

        RecoveryContent content = RecoveryBundle.Open(await File.ReadAllBytesAsync(again, patience.Token), Passphrase);
        using Authority now = Authority.Import(
            content.Documents.Single(document => document.Kind == "authority").Content, TimeProvider.System);
        Assert.Equal(root, now.Root.RawData);
        (int refused, string why) = await RunAsync("restore", bundle, passphrase);
        Assert.Equal(1, refused);
        Assert.Contains("has a site already", why, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Said)> RunAsync(string verb, string bundle, string passphrase)
    {
        using var said = new StringWriter();
        int exitCode = await CommandLine.RunAsync(
            ["recovery", verb, bundle, "--passphrase-file", passphrase, "--socket", Socket],
            new Terminal
            {
                Output = said,
                Error = said,
                Live = null,
                Clock = TimeProvider.System,
                SocketPath = null,
                ConfigFolder = _folder,
            },
            CancellationToken.None);
        return (exitCode, said.ToString());
    }

    private GrpcChannel Channel() => GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        },
        DisposeHttpClient = true,
    });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task StartAsync(string program, string sign, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _processes.Add(process);
        var isUp = new TaskCompletionSource();
        var said = new List<string?>();
        process.OutputDataReceived += (_, line) =>
        {
            said.Add(line.Data);
            if (line.Data is null)
            {
                isUp.TrySetException(new InvalidOperationException($"{program} ended: {string.Join('\n', said)}"));
            }
            else if (line.Data.StartsWith(sign, StringComparison.Ordinal))
            {
                isUp.TrySetResult();
            }
        };
        process.ErrorDataReceived += (_, line) => said.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await isUp.Task.WaitAsync(Bound);
    }
}
