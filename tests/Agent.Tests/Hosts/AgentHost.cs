using System.Globalization;
using System.Net.Sockets;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.LocalCloud;
using MoodleNodeAgent.LocalCloud.Processes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Hosts;

/// <summary>A booted host with the executor as the package's own unit runs it, for one test class. Its policy is the
/// packaged one and what tests need beyond.</summary>
public sealed class AgentHost : IAsyncLifetime
{
    private const string Program = "/run/moodle-local-cloud/storage-root/agent";
    private const string Socket_ = "/run/moodle-node-agent/executor.sock";

    // What is written at any moment, whoever runs: logs, the agent's own state, caches and locks that readers touch.
    private static readonly string[] Restless =
    [
        "/var/log", "/var/lib/moodle-node-agent", "/run", "/tmp", "/var/tmp", "/var/cache/dnf", "/var/lib/systemd",
        "/var/cache/ldconfig", "/var/lib/cloud", "/var/lib/rpm/rpmdb.sqlite-shm", "/var/lib/rpm/rpmdb.sqlite-wal",
        "/var/lib/rpm/.rpm.lock", "/root/.cache", "/var/lib/dnf", "/var/lib/private",
    ];

    private static int lastNumber = 10;
    private static int lastRun;
    private readonly int number = Interlocked.Increment(ref lastNumber);
    private readonly TimeSpan patience = TimeSpan.FromMinutes(3);
    private AgentCloud cloud = null!;

    public string Name => $"web-{number}";

    /// <summary>Archives that the link would have, by their SHA-256.</summary>
    public Dictionary<string, byte[]> Archives { get; } = [];

    internal AgentCloud Cloud => cloud;

    private string InstanceId => $"ocid1.instance.oc1.test.{Name}";

    private string RecordName => cloud.State.NameFor(InstanceId);

    public async Task InitializeAsync()
    {
        cloud = await AgentCloud.EnterAsync();
        await cloud.Driver.LaunchInstanceAsync(
            new InstanceSpec
            {
                InstanceId = InstanceId,
                DisplayName = Name,
                HostName = Name,
                CompartmentId = "ocid1.compartment.oc1..test",
                AvailabilityDomain = "AD-1",
                FaultDomain = "FAULT-DOMAIN-1",
                Region = "test",
                Shape = "VM.Standard.E4.Flex",
                VcnId = AgentCloud.Vcn,
                SubnetId = AgentCloud.Nodes,
                VnicId = $"ocid1.vnic.oc1.test.{Name}",
                PrivateAddress = $"10.0.1.{number}",
                MacAddress = $"02:00:17:00:00:{number:x2}",
                Metadata = new Dictionary<string, string>(),
                MetadataDocument = "{}",
            },
            CancellationToken.None);
        var source = Path.GetDirectoryName(Path.GetDirectoryName(TemporaryHost.PackagedPolicy()))!;
        const string unit = "moodle-node-agent-executor.service";
        Write($"/etc/systemd/system/{unit}", await File.ReadAllTextAsync(Path.Join(source, "systemd", unit)));
        // The package's program is native; this one compiles as it goes.
        Write($"/etc/systemd/system/{unit}.d/test.conf", $"""
            [Service]
            ExecStart=
            ExecStart={Program}/dotnet exec {Program}/bin/moodle-node-agent.dll executor
            Environment=DOTNET_EnableDiagnostics=0
            MemoryDenyWriteExecute=no

            """);
        // Its bus is there a moment after its init.
        while ((await RunAsync("systemctl", "is-system-running", "--wait")).Output.Trim() is not ("running" or "degraded"))
        {
            await Task.Delay(50);
        }

        await StartExecutorAsync(policy => policy);
    }

    public async Task DisposeAsync()
    {
        await cloud.Driver.TerminateInstanceAsync(InstanceId, CancellationToken.None);
        await cloud.LeaveAsync();
    }

    /// <summary>Starts the executor, or starts it anew, with a policy made of the packaged one.</summary>
    public async Task StartExecutorAsync(Func<string, string> change)
    {
        Write("/etc/moodle-node-agent/policy.toml", change(await File.ReadAllTextAsync(TemporaryHost.PackagedPolicy())));
        await SucceedAsync("systemctl", "daemon-reload");
        await SucceedAsync("systemctl", "enable", "--quiet", "moodle-node-agent-executor.service");
        await SucceedAsync("systemctl", "restart", "moodle-node-agent-executor.service");
    }

    /// <summary>Where this machine sees a path of the host.</summary>
    public string Map(string path) => $"/proc/{Leader.Pid}/root{path}";

    public void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Map(path))!);
        File.WriteAllText(Map(path), content);
    }

    public string Read(string path) => File.ReadAllText(Map(path));

    /// <summary>Runs a program in the host.</summary>
    internal async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] command) =>
        await new CommandRunner().TryRunAsync(
            "nsenter",
            [
                "--target", Leader.Pid.ToString(CultureInfo.InvariantCulture), "--all", "--", "env", "-i",
                "PATH=/usr/sbin:/usr/bin", "HOME=/root", "LANG=C.UTF-8", .. command,
            ],
            CancellationToken.None);

    /// <summary>Runs a program in the host that has to succeed, and returns what it wrote.</summary>
    public async Task<string> SucceedAsync(params string[] command)
    {
        var (exitCode, output, error) = await RunAsync(command);
        Assert.True(exitCode == 0, $"{string.Join(' ', command)}: {exitCode}\n{output}\n{error}");
        return output.TrimEnd('\n');
    }

    /// <summary>What each kind of task has to show: a check tells the difference and writes nothing, an apply makes it,
    /// a second apply and a second check find nothing to do.</summary>
    public async Task<TaskResult> ProveAsync(TaskSpec task)
    {
        task.Id = "task";
        var before = Files();
        var check = await OneAsync(RunMode.Check, task);
        Assert.True(check is { Status: TaskStatus.Changed, Diff.Length: > 0 }, $"check: {check}");
        Assert.Equal(before, Files());
        var apply = await OneAsync(RunMode.Apply, task);
        Assert.True(apply.Status == TaskStatus.Changed, $"apply: {apply}");
        await SettledAsync(task);
        return apply;
    }

    /// <summary>Nothing to do, in a check and in an apply, and nothing is written.</summary>
    public async Task SettledAsync(TaskSpec task)
    {
        task.Id = "task";
        var before = Files();
        var again = await OneAsync(RunMode.Apply, task);
        Assert.True(again.Status is TaskStatus.Ok or TaskStatus.Skipped, $"second apply: {again}");
        var check = await OneAsync(RunMode.Check, task);
        Assert.True(check.Status == again.Status, $"second check: {check}");
        Assert.Equal(before, Files());
    }

    /// <summary>The task fails, the host stays as it was and the agent lives.</summary>
    public async Task<TaskResult> FailsAsync(TaskSpec task, string code)
    {
        task.Id = "task";
        var before = Files(folders: false);
        var failed = await OneAsync(RunMode.Apply, task);
        Assert.True(failed.Status == TaskStatus.Failed && failed.ErrorCode == code, $"{failed}");
        Assert.Equal(before, Files(folders: false));
        Assert.Equal("active", await SucceedAsync("systemctl", "is-active", "moodle-node-agent-executor.service"));
        return failed;
    }

    public async Task<TaskResult> OneAsync(RunMode mode, TaskSpec task) =>
        Assert.Single((await RunSpecAsync(mode, task)).Results);

    public Task<RunResult> RunSpecAsync(RunMode mode, params TaskSpec[] tasks) =>
        RunSpecAsync(mode, TimeSpan.FromMinutes(2), tasks);

    /// <summary>One run through the executor's socket, as the link sends it.</summary>
    public async Task<RunResult> RunSpecAsync(RunMode mode, TimeSpan timeout, params TaskSpec[] tasks)
    {
        var request = new RunRequest
        {
            RunId = $"run-{Interlocked.Increment(ref lastRun)}",
            Epoch = 1,
            Mode = mode,
            Spec = new NodeSpec { Node = Name, Tasks = { tasks } },
            Timeout = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(timeout),
        };
        using var limit = new CancellationTokenSource(patience);
        var message = new LinkMessage { Run = request };
        while (true)
        {
            await using var stream = await ConnectAsync(limit.Token);
            await stream.WriteAsync(message, limit.Token);
            try
            {
                return await ResultAsync(stream, request.RunId, limit.Token);
            }
            catch (Exception exception) when (exception is IOException or EndOfStreamException)
            {
                // The host boots anew; as the link does, ask for what the journal has and send the run again.
            }
        }
    }

    /// <summary>A connection as the link has it.</summary>
    internal async Task<MessageStream> ConnectAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Map(Socket_)), cancellation);
                return new MessageStream(new NetworkStream(socket, ownsSocket: true), new Limits().Message);
            }
            catch (Exception exception) when (exception is SocketException or InvalidOperationException)
            {
                socket.Dispose();
                await Task.Delay(50, cancellation);
            }
        }
    }

    /// <summary>Names, times of change and sizes of all files that differ from the image, but those that never rest.</summary>
    /// <param name="folders">False: times of change of folders do not count, in which a file came and went.</param>
    public string Files(bool folders = true)
    {
        var upper = Path.Join(cloud.State.Hosts, RecordName, "upper");
        return string.Join('\n', Directory
            .EnumerateFileSystemEntries(upper, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(path => (Path: path[upper.Length..], Info: new FileInfo(path)))
            .Where(file => !Array.Exists(Restless, folder =>
                file.Path == folder || file.Path.StartsWith(folder + "/", StringComparison.Ordinal)
                || folder.StartsWith(file.Path + "/", StringComparison.Ordinal)))
            .Select(file => $"{file.Path} {file.Info.UnixFileMode} "
                + (folders || file.Info.Exists ? $"{file.Info.LastWriteTimeUtc:O} " : "")
                + (file.Info.Exists ? file.Info.Length : 0))
            .Order(StringComparer.Ordinal));
    }

    private ProcessIdentity Leader => new ProcessRecords(cloud.State.Path).Find(RecordName + ".init")
        ?? throw new InvalidOperationException($"{Name} does not run.");

    private async Task<RunResult> ResultAsync(MessageStream stream, string runId, CancellationToken cancellation)
    {
        while (await stream.ReadAsync(ExecutorMessage.Parser, cancellation) is { } message)
        {
            if (message.RunResult is { } result && result.RunId == runId)
            {
                await stream.WriteAsync(
                    new LinkMessage { Acknowledged = new ResultAcknowledged { RunId = runId } }, cancellation);
                return result;
            }

            if (message.ArtifactWanted is { } wanted)
            {
                await SendAsync(stream, wanted, cancellation);
            }
        }

        throw new EndOfStreamException();
    }

    private async Task SendAsync(MessageStream stream, ArtifactWanted wanted, CancellationToken cancellation)
    {
        const int part = 64 * 1024;
        var content = Archives[wanted.Sha256];
        for (var offset = (int)wanted.Offset; offset < content.Length; offset += part)
        {
            await stream.WriteAsync(
                new LinkMessage
                {
                    Artifact = new ArtifactContent
                    {
                        Request = wanted.Request,
                        Content = ByteString.CopyFrom(content, offset, Math.Min(part, content.Length - offset)),
                    },
                },
                cancellation);
        }

        await stream.WriteAsync(
            new LinkMessage { Artifact = new ArtifactContent { Request = wanted.Request, End = true } }, cancellation);
    }
}
