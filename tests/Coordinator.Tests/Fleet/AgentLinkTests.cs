using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

public sealed class AgentLinkTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_node_with_a_session_is_connected_until_its_stream_ends()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        Task waiting = coordinator.Fleet.WaitForSessionAsync("web-1", Bound, CancellationToken.None);

        using TestStream stream = await agent.ConnectAsync();
        await waiting;

        Assert.True(coordinator.Fleet.IsConnected("web-1"));
        await stream.CompleteAsync();
        Assert.False(coordinator.Fleet.IsConnected("web-1"));
    }

    [Fact]
    public async Task When_a_node_does_not_dial_in_the_wait_for_it_says_where_to_look()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();

        TimeoutException failure = await Assert.ThrowsAsync<TimeoutException>(() =>
            coordinator.Fleet.WaitForSessionAsync("web-1", TimeSpan.Zero, CancellationToken.None));

        Assert.Contains("web-1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("cloud-init-output.log", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_a_certificate_does_not_get_in()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.AgentChannel(null);

        await AssertRefusedInHandshakeAsync(channel);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_does_not_get_in()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using Authority other = Authority.Create(TimeProvider.System);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = WithKey(other.IssueAgent("web-1", TestAgent.Request(key)), key);
        using GrpcChannel channel = coordinator.AgentChannel(certificate, other.Agents);

        await AssertRefusedInHandshakeAsync(channel);
    }

    [Fact]
    public async Task An_operators_certificate_does_not_get_in_as_an_agent()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate =
            WithKey(coordinator.Authority.IssueOperator("web-1", TestAgent.Request(key)), key);
        using GrpcChannel channel = coordinator.AgentChannel(certificate, coordinator.Authority.Operators);

        await AssertRefusedInHandshakeAsync(channel);
    }

    [Fact]
    public async Task A_node_cannot_say_that_it_is_another_node()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => agent.ConnectAsync("web-2"));

        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
        Assert.False(coordinator.Fleet.IsConnected("web-2"));
    }

    [Fact]
    public async Task A_node_cannot_end_the_run_of_another_node()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent victim = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestAgent liar = await TestAgent.JoinAsync(coordinator, "web-2");
        using TestStream victimStream = await victim.ConnectAsync();
        using TestStream liarStream = await liar.ConnectAsync();
        Task<RunResult> run = coordinator.Fleet.RunAsync("web-1", Run("r1"), null, CancellationToken.None);
        await victimStream.ReadAsync();

        await liarStream.SendAsync(new RunResult { RunId = "r1", Status = RunStatus.Failed });
        // Its acknowledgement shows that the lie has been read.
        Assert.Equal("r1", (await liarStream.ReadAsync()).Acknowledged.RunId);
        Assert.False(run.IsCompleted);

        await victimStream.SendAsync(new RunResult { RunId = "r1", Status = RunStatus.Succeeded });
        Assert.Equal(RunStatus.Succeeded, (await run.WaitAsync(Bound)).Status);
    }

    [Fact]
    public async Task A_run_goes_out_its_events_come_back_and_its_result_is_acknowledged()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();
        var events = new EventList();
        Task<RunResult> run = coordinator.Fleet.RunAsync("web-1", Run("r1"), events, CancellationToken.None);

        Assert.Equal("r1", (await stream.ReadAsync()).Run.RunId);
        await stream.SendAsync(new AgentMessage { TaskEvent = new TaskEvent { RunId = "r1", TaskId = "storage/mount" } });
        await stream.SendAsync(new RunResult { RunId = "r1", Status = RunStatus.Succeeded });

        Assert.Equal(RunStatus.Succeeded, (await run.WaitAsync(Bound)).Status);
        Assert.Equal("storage/mount", Assert.Single(events.Seen).TaskId);
        Assert.Equal("r1", (await stream.ReadAsync()).Acknowledged.RunId);
    }

    [Fact]
    [Trait("Feature", "49")]
    public async Task When_the_stream_stops_mid_run_the_run_is_sent_again_and_its_result_arrives_after_reconnect()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        Task<RunResult> run;
        using (TestStream first = await agent.ConnectAsync())
        {
            run = coordinator.Fleet.RunAsync("web-1", Run("r1"), null, CancellationToken.None);
            Assert.Equal("r1", (await first.ReadAsync()).Run.RunId);
        }

        using TestStream second = await agent.ConnectAsync();
        Assert.Equal("r1", (await second.ReadAsync()).Run.RunId);
        await second.SendAsync(new RunResult { RunId = "r1", Status = RunStatus.Succeeded });

        Assert.Equal(RunStatus.Succeeded, (await run.WaitAsync(Bound)).Status);
    }

    [Fact]
    public async Task A_run_for_a_node_that_is_away_is_sent_when_it_dials_in()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        Task<RunResult> run = coordinator.Fleet.RunAsync("web-1", Run("r1"), null, CancellationToken.None);

        using TestStream stream = await agent.ConnectAsync();

        Assert.Equal("r1", (await stream.ReadAsync()).Run.RunId);
        Assert.False(run.IsCompleted);
    }

    [Fact]
    [Trait("Feature", "47")]
    public async Task A_repeated_or_late_result_is_acknowledged_and_changes_nothing()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();
        Task<RunResult> run = coordinator.Fleet.RunAsync("web-1", Run("r1"), null, CancellationToken.None);
        await stream.ReadAsync();

        await stream.SendAsync(new RunResult { RunId = "r1", Status = RunStatus.Succeeded });
        await stream.SendAsync(new RunResult { RunId = "r1", Status = RunStatus.Failed });
        await stream.SendAsync(new RunResult { RunId = "long-ago", Status = RunStatus.Failed });

        Assert.Equal(RunStatus.Succeeded, (await run.WaitAsync(Bound)).Status);
        Assert.Equal("r1", (await stream.ReadAsync()).Acknowledged.RunId);
        Assert.Equal("r1", (await stream.ReadAsync()).Acknowledged.RunId);
        Assert.Equal("long-ago", (await stream.ReadAsync()).Acknowledged.RunId);
    }

    [Fact]
    public async Task A_cancelled_run_is_cancelled_on_its_node()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        Task<RunResult> run = coordinator.Fleet.RunAsync("web-1", Run("r1"), null, cancellation.Token);
        await stream.ReadAsync();

        await cancellation.CancelAsync();
        Assert.Equal("r1", (await stream.ReadAsync()).Cancel.RunId);
        await stream.SendAsync(new RunResult { RunId = "r1", Status = RunStatus.Cancelled });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Bound));
    }

    [Fact]
    public async Task When_a_run_outlasts_its_time_it_is_cancelled_and_says_so()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync(time);
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        Task<RunResult> run = coordinator.Fleet.RunAsync("web-1", Run("r1"), null, CancellationToken.None);

        time.Advance(TimeSpan.FromHours(2));

        TimeoutException failure = await Assert.ThrowsAsync<TimeoutException>(() => run.WaitAsync(Bound));
        Assert.Contains("not connected", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_node_dials_in_again_its_older_session_is_closed()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream older = await agent.ConnectAsync();

        using TestStream newer = await agent.ConnectAsync();

        Assert.Equal(StatusCode.Unavailable, await older.ReadToEndAsync());
        Assert.True(coordinator.Fleet.IsConnected("web-1"));
    }

    [Fact]
    public async Task When_a_node_is_silent_its_session_is_closed()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync(time);
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();

        time.Advance(new FleetLimits().Silence);

        Assert.Equal(StatusCode.Unavailable, await stream.ReadToEndAsync());
    }

    [Fact]
    public async Task A_removed_node_loses_its_session_at_once_and_its_certificate_no_longer_counts()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();

        await coordinator.Fleet.RemoveAsync("web-1", CancellationToken.None);

        Assert.Equal(StatusCode.Unavailable, await stream.ReadToEndAsync());
        // The TLS connection still stands: each call is checked as well.
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => agent.ConnectAsync());
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
        using GrpcChannel fresh = coordinator.AgentChannel(agent.Certificate, coordinator.Authority.Agents);
        await AssertRefusedInHandshakeAsync(fresh);
    }

    [Fact]
    [Trait("Feature", "36")]
    public async Task A_renewed_certificate_has_the_name_of_the_old_one_and_gets_in()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        EnrolReply reply = await agent.Client.RenewAsync(new RenewRequest
        {
            CertificateRequest = ByteString.CopyFrom(TestAgent.Request(key, "CN=web-2")),
        });

        using X509Certificate2 renewed = X509CertificateLoader.LoadCertificate(reply.Certificate.Span);
        using var again = new TestAgent(coordinator, renewed.CopyWithPrivateKey(key), coordinator.Authority.Agents);
        using TestStream stream = await again.ConnectAsync();
        Assert.Equal("CN=web-1", renewed.Subject);
        Assert.True(coordinator.Fleet.IsConnected("web-1"));
    }

    [Fact]
    public async Task A_session_does_not_outlive_its_certificate()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync(
            time, new FleetLimits { Silence = TimeSpan.FromDays(30) });
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();

        time.Advance(Authority.LeafLife);

        Assert.Equal(StatusCode.Unavailable, await stream.ReadToEndAsync());
    }

    [Fact]
    public async Task An_artifact_is_fetched_whole_and_from_the_middle_and_not_past_its_end()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        byte[] content = RandomNumberGenerator.GetBytes(200_000);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        await using (ArtifactWriter writer = coordinator.Get<ArtifactFolder>().Create(sha256, content.Length))
        {
            await writer.WriteAsync(content, CancellationToken.None);
            writer.Commit();
        }

        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");

        Assert.Equal(content, await FetchAsync(agent, sha256, 0));
        Assert.Equal(content[150_001..], await FetchAsync(agent, sha256, 150_001));
        Assert.Empty(await FetchAsync(agent, sha256, content.Length));
        Assert.Equal(StatusCode.OutOfRange, await FetchFailureAsync(agent, sha256, content.Length + 1));
        Assert.Equal(StatusCode.NotFound, await FetchFailureAsync(agent, new string('0', 64), 0));
        Assert.Equal(StatusCode.NotFound, await FetchFailureAsync(agent, "../../etc/passwd", 0));
    }

    private static RunRequest Run(string id) => new() { RunId = id, Mode = RunMode.Apply, Spec = new NodeSpec() };

    private static X509Certificate2 WithKey(IssuedCertificate issued, ECDsa key)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(issued.Certificate);
        return certificate.CopyWithPrivateKey(key);
    }

    // TLS 1.3: the client learns of the refusal at its first read.
    private static async Task AssertRefusedInHandshakeAsync(GrpcChannel channel)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await new AgentLink.AgentLinkClient(channel).RenewAsync(
                new RenewRequest(), deadline: DateTime.MaxValue));
        Assert.True(
            failure.StatusCode is StatusCode.Unavailable or StatusCode.Internal, failure.Status.ToString());
        Assert.NotNull(failure.Status.DebugException);
    }

    private static async Task<byte[]> FetchAsync(TestAgent agent, string sha256, long offset)
    {
        using AsyncServerStreamingCall<ArtifactChunk> call = agent.Client.FetchArtifact(
            new FetchArtifactRequest { Sha256 = sha256, Offset = offset });
        using var content = new MemoryStream();
        await foreach (ArtifactChunk chunk in call.ResponseStream.ReadAllAsync())
        {
            Assert.InRange(chunk.Content.Length, 1, 64 * 1024);
            chunk.Content.WriteTo(content);
        }

        return content.ToArray();
    }

    private static async Task<StatusCode> FetchFailureAsync(TestAgent agent, string sha256, long offset) =>
        (await Assert.ThrowsAsync<RpcException>(() => FetchAsync(agent, sha256, offset))).StatusCode;

    private sealed class EventList : IProgress<TaskEvent>
    {
        public List<TaskEvent> Seen { get; } = [];

        public void Report(TaskEvent value) => Seen.Add(value);
    }
}
