using System.Diagnostics;
using System.Text;
using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>The agent that is shipped for Ampere, run by qemu with the libraries of Debian's arm64 packages.</summary>
[Trait("Ring", "hosts")]
public sealed class Arm64AgentTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BuildBound = TimeSpan.FromMinutes(15);

    private static readonly string Cache =
        Environment.GetEnvironmentVariable("MOODLE_LOCAL_CLOUD_CACHE") ?? "/var/cache/moodle-local-cloud";

    private readonly string folder = Directory.CreateTempSubdirectory("mna-arm64-").FullName;
    private readonly List<Process> processes = [];

    private string Agent => Path.Combine(folder, "usr/bin/moodle-node-agent");

    public async Task InitializeAsync()
    {
        await RunAsync("env", "MNA_BUILD_CACHE=" + Path.Combine(Cache, "packages"), Path.Combine(Root(), "packaging/build-rpm.sh"),
            "moodle-node-agent", "aarch64", folder);
        var package = Assert.Single(Directory.GetFiles(folder, "*.rpm"));
        await RunAsync("rpm2archive", package);
        await RunAsync("tar", "--extract", "--file", package + ".tgz", "--directory", folder);
    }

    public async Task DisposeAsync()
    {
        foreach (Process process in processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("bookworm")] // glibc 2.36, OpenSSL 3, as in Enterprise Linux 9 and 10
    [InlineData("bullseye")] // glibc 2.31, OpenSSL 1.1, as in Enterprise Linux 8
    public async Task The_agent_for_Ampere_enrols_and_converges_a_small_spec(string suite)
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        var root = await LibrariesAsync(suite);
        var settings = Directory.CreateDirectory(Path.Combine(folder, suite, "settings")).FullName;
        var host = Directory.CreateDirectory(Path.Combine(folder, suite, "host")).FullName;
        Directory.CreateDirectory(Path.Combine(host, "var/www"));
        Directory.CreateDirectory(Path.Combine(host, "etc"));
        await File.WriteAllTextAsync(Path.Combine(host, "etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
        await File.WriteAllTextAsync(Path.Combine(host, "etc/group"), "root:x:0:\n");
        File.Copy(Path.Combine(Root(), "packaging/policy.toml"), Path.Combine(settings, "policy.toml"));
        await File.WriteAllTextAsync(Path.Combine(settings, "ca.pem"), coordinator.Authority.Root.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(settings, "agent.toml"), $"""
            node = "web-1"
            coordinator = "https://{TestCoordinator.ServerName}:{coordinator.AgentPort}"
            enrolment = "https://{TestCoordinator.ServerName}:{coordinator.EnrolmentPort}"
            join_token = "{await coordinator.Fleet.IssueJoinTokenAsync("web-1", CancellationToken.None)}"
            """);
        string[] options =
        [
            "--settings", settings, "--state", Path.Combine(folder, suite, "state"),
            "--socket", Path.Combine(folder, suite, "socket"), "--root", host,
        ];

        StartAgent(root, ["executor", .. options]);
        StartAgent(root, ["link", .. options]);
        await coordinator.Fleet.WaitForSessionAsync("web-1", Bound, CancellationToken.None);
        RunResult first = await coordinator.Fleet.RunAsync("web-1", Run("r1"), null, CancellationToken.None).WaitAsync(Bound);
        RunResult second = await coordinator.Fleet.RunAsync("web-1", Run("r2"), null, CancellationToken.None).WaitAsync(Bound);

        Assert.True(first.Status == RunStatus.Succeeded, first.ToString());
        Assert.All(first.Results, result => Assert.Equal(Protocol.Agent.V1.TaskStatus.Changed, result.Status));
        Assert.All(second.Results, result => Assert.Equal(Protocol.Agent.V1.TaskStatus.Ok, result.Status));
        Assert.Equal("made on arm64\n", await File.ReadAllTextAsync(Path.Combine(host, "var/www/site/index.html")));
    }

    private static RunRequest Run(string id) => new()
    {
        RunId = id,
        Mode = RunMode.Apply,
        Spec = new NodeSpec
        {
            Node = "web-1",
            Tasks =
            {
                new TaskSpec { Id = "folder", Directory = new DirectoryTask { Path = "/var/www/site" } },
                new TaskSpec
                {
                    Id = "page",
                    File = new FileTask
                    {
                        Path = "/var/www/site/index.html",
                        Content = ByteString.CopyFrom("made on arm64\n", Encoding.UTF8),
                    },
                },
            },
        },
    };

    /// <summary>A copy of the suite's libraries in which the coordinator's name leads to this machine.</summary>
    private async Task<string> LibrariesAsync(string suite)
    {
        var cached = Path.Combine(Cache, "arm64-" + suite);
        await RunAsync(Path.Combine(Root(), "packaging/arm64-root.sh"), suite, cached);
        var root = Path.Combine(folder, suite, "libraries");
        Directory.CreateDirectory(Path.Combine(folder, suite));
        await RunAsync("cp", "-r", cached, root);
        Directory.CreateDirectory(Path.Combine(root, "etc"));
        await File.WriteAllTextAsync(Path.Combine(root, "etc/hosts"), $"127.0.0.1 {TestCoordinator.ServerName}\n");
        await File.WriteAllTextAsync(Path.Combine(root, "etc/nsswitch.conf"), "hosts: files\npasswd: files\ngroup: files\n");
        return root;
    }

    private void StartAgent(string root, string[] arguments)
    {
        var start = new ProcessStartInfo("qemu-aarch64-static", ["-L", root, Agent, .. arguments]);
        processes.Add(Process.Start(start)!);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var bound = new CancellationTokenSource(BuildBound);
        Task<string> output = process.StandardOutput.ReadToEndAsync(bound.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(bound.Token);
        await process.WaitForExitAsync(bound.Token);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await output}{await error}");
    }

    private static string Root()
    {
        DirectoryInfo? above = new(AppContext.BaseDirectory);
        while (above is not null && !File.Exists(Path.Combine(above.FullName, "MoodleNodeAgent.sln")))
        {
            above = above.Parent;
        }

        return above?.FullName ?? throw new InvalidOperationException("No folder above the tests has the solution.");
    }
}
