using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>An agent with a certificate of its own that lies in every field: it reads and changes nothing of another
/// node.</summary>
public sealed class HostileAgentTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Whatever_it_says_the_other_node_its_run_its_report_and_its_certificate_stay_as_they_were()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent victim = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestAgent liar = await TestAgent.JoinAsync(coordinator, "web-2");
        using TestStream victimStream = await victim.ConnectAsync();
        using TestStream liarStream = await liar.ConnectAsync();
        await victimStream.SendAsync(new AgentMessage { DriftReport = Report("truth") });
        var events = new List<TaskEvent>();
        Task<RunResult> run = coordinator.Fleet.RunAsync(
            "web-1", Secret("r1"), new Collected(events), CancellationToken.None);
        await victimStream.ReadAsync(CoordinatorMessage.MessageOneofCase.Run);

        foreach (AgentMessage lie in Lies("r1"))
        {
            await liarStream.SendAsync(lie);
        }

        // Each answer that it gets is to its own name: no run, no order but its own, acknowledgements of what it said.
        await liarStream.SendAsync(new RunResult { RunId = "last" });
        CoordinatorMessage answer;
        do
        {
            answer = await liarStream.ReadAsync();
            Assert.NotEqual(CoordinatorMessage.MessageOneofCase.Run, answer.MessageCase);
            Assert.DoesNotContain("hunter2", answer.ToString(), StringComparison.Ordinal);
        }
        while (answer.Acknowledged?.RunId != "last");

        Assert.False(run.IsCompleted);
        Assert.Empty(events);
        Assert.Equal("truth", coordinator.Fleet.DriftOf("web-1")!.Tasks[0].TaskId);
        Assert.True(coordinator.Fleet.IsConnected("web-1"));
        Assert.False(coordinator.Get<Revocations>().IsRevoked(victim.Certificate.SerialNumber));
        DriftReport own = coordinator.Fleet.DriftOf("web-2")!;
        var limits = new FleetLimits();
        Assert.True(own.Tasks.Count <= limits.DriftedTasks && own.Tasks[0].Diff.Length <= limits.DriftText);

        await victimStream.SendAsync(new RunResult { RunId = "r1", Status = RunStatus.Succeeded });
        Assert.Equal(RunStatus.Succeeded, (await run.WaitAsync(Bound)).Status);
    }

    [Theory]
    [InlineData("web-1")]
    [InlineData("")]
    [InlineData("../web-1")]
    [InlineData("WEB-2")]
    [InlineData("web-2\n")]
    [InlineData("web-2.evil")]
    public async Task Another_name_in_its_hello_opens_no_session(string name)
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent victim = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream victimStream = await victim.ConnectAsync();
        using TestAgent liar = await TestAgent.JoinAsync(coordinator, "web-2");

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => liar.ConnectAsync(name));

        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
        Assert.False(coordinator.Fleet.IsConnected("web-2"));
        Assert.True(coordinator.Fleet.IsConnected("web-1"));
    }

    [Theory]
    [InlineData("../state/store.db", 0)]
    [InlineData("/etc/shadow", 0)]
    [InlineData("", 0)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", -1)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0", 0)]
    public async Task It_fetches_nothing_that_is_no_artifact(string sha256, long offset)
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent liar = await TestAgent.JoinAsync(coordinator, "web-2");
        using AsyncServerStreamingCall<ArtifactChunk> call =
            liar.Client.FetchArtifact(new FetchArtifactRequest { Sha256 = sha256, Offset = offset });

        RpcException failure =
            await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Contains(failure.StatusCode, new[] { StatusCode.NotFound, StatusCode.OutOfRange, StatusCode.InvalidArgument });
    }

    [Fact]
    public async Task A_renewed_certificate_bears_its_own_name_whatever_its_request_says()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent liar = await TestAgent.JoinAsync(coordinator, "web-2");
        using System.Security.Cryptography.ECDsa key = System.Security.Cryptography.ECDsa.Create(
            System.Security.Cryptography.ECCurve.NamedCurves.nistP256);

        EnrolReply reply = await liar.Client.RenewAsync(new RenewRequest
        {
            CertificateRequest = ByteString.CopyFrom(TestAgent.Request(key, "CN=web-1")),
        });

        using var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(
            reply.Certificate.Span);
        Assert.Equal("CN=web-2", certificate.Subject);
    }

    [Fact]
    public async Task It_cannot_speak_to_the_operators_door()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent liar = await TestAgent.JoinAsync(coordinator, "web-2");

        foreach (Func<CallInvoker, Task> call in new Func<CallInvoker, Task>[]
            {
                invoker => new Nodes.NodesClient(invoker).CreateJoinTokenAsync(new CreateJoinTokenRequest { Node = "web-9" }).ResponseAsync,
                invoker => new Protocol.Operator.V1.Operator.OperatorClient(invoker)
                    .ShowSecretAsync(new ShowSecretRequest { Name = "app/admin" }).ResponseAsync,
            })
        {
            RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call(liar.Invoker));
            Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
        }
    }

    [Fact]
    public async Task A_message_beyond_the_size_limit_ends_its_session_only()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent victim = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestAgent liar = await TestAgent.JoinAsync(coordinator, "web-2");
        using TestStream victimStream = await victim.ConnectAsync();
        using TestStream liarStream = await liar.ConnectAsync();

        try
        {
            await liarStream.SendAsync(new RunResult { RunId = "r1", Error = new string('x', 20 * 1024 * 1024) });
        }
        catch (RpcException)
        {
            // The coordinator may end the stream before it has taken all of it.
        }

        Assert.NotEqual(StatusCode.OK, await liarStream.ReadToEndAsync());
        Assert.True(coordinator.Fleet.IsConnected("web-1"));
    }

    private static IEnumerable<AgentMessage> Lies(string runId)
    {
        yield return new AgentMessage();
        yield return new AgentMessage { Hello = new Hello { Node = "web-1" } };
        yield return new AgentMessage { TaskEvent = new TaskEvent { RunId = runId, TaskId = "a", Index = uint.MaxValue } };
        yield return new AgentMessage { TaskEvent = new TaskEvent { RunId = "", TaskId = "\0" } };
        foreach (RunStatus status in System.Enum.GetValues<RunStatus>().Append((RunStatus)99))
        {
            yield return new AgentMessage { RunResult = new RunResult { RunId = runId, Status = status } };
        }

        var huge = new RunResult { RunId = runId };
        huge.Results.AddRange(Enumerable.Range(0, 20_000).Select(number =>
            new TaskResult { TaskId = $"{number}", Status = (TaskStatus)77, DurationMilliseconds = long.MinValue }));
        yield return new AgentMessage { RunResult = huge };
        yield return new AgentMessage { RunResult = new RunResult { RunId = new string('r', 1_000_000) } };
        yield return new AgentMessage { LogLines = new LogLines { Request = 1, End = true, Error = "x" } };
        yield return new AgentMessage { LogLines = new LogLines { Request = ulong.MaxValue, Entries = { new LogEntry() } } };
        var report = Report("lie");
        report.Tasks[0].Diff = new string('d', 1_000_000);
        report.Tasks.AddRange(Enumerable.Range(0, 10_000).Select(number => new DriftedTask { TaskId = $"{number}", Part = "node/web-1/app" }));
        yield return new AgentMessage { DriftReport = report };
    }

    private static DriftReport Report(string task) => new()
    {
        Checked = new Timestamp { Seconds = long.MaxValue, Nanos = -1 },
        Tasks = { new DriftedTask { TaskId = task, Part = "node/web-1/app" } },
    };

    private static RunRequest Secret(string id) => new()
    {
        RunId = id,
        Epoch = 1,
        Mode = RunMode.Apply,
        Spec = new NodeSpec
        {
            Node = "web-1",
            Tasks =
            {
                new TaskSpec
                {
                    Id = "config",
                    File = new FileTask { Path = "/var/www/config.php", Content = ByteString.CopyFromUtf8("hunter2"), Sensitive = true },
                },
            },
        },
    };

    private sealed class Collected(List<TaskEvent> events) : IProgress<TaskEvent>
    {
        public void Report(TaskEvent value) => events.Add(value);
    }
}
