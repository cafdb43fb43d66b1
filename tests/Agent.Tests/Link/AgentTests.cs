using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Tasks;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Link;

public sealed class AgentTests : IAsyncDisposable
{
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
    private readonly TestCoordinator coordinator = new();

    [Fact]
    public async Task An_agent_without_a_certificate_enrols_and_connects_with_mutual_tls()
    {
        await coordinator.StartAsync();
        await using var agent = new TestAgent(coordinator);
        agent.Start();

        var session = await SessionAsync();

        Assert.Equal("web-1", session.Hello.Node);
        Assert.Equal("CN=web-1", session.Certificate.Subject);
        Assert.NotEmpty(session.Hello.Facts.BootId);
        var enrolment = Assert.Single(coordinator.Enrolments);
        Assert.Equal("one-time", enrolment.JoinToken);
        var identity = Path.Join(agent.Paths.State, "link", "identity.pem");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(identity));
        await session.HeartbeatAsync(limit.Token);
    }

    [Fact]
    public async Task A_run_is_done_on_the_host_and_its_task_events_and_result_arrive()
    {
        await coordinator.StartAsync();
        await using var agent = new TestAgent(coordinator);
        agent.Start();
        var session = await SessionAsync();

        await session.SendAsync(Run("run-1", "memory_limit = 256M\n"));

        var begun = await session.NextAsync(limit.Token);
        Assert.Null(begun.TaskEvent.Result);
        var ended = await session.NextAsync(limit.Token);
        Assert.Equal(TaskStatus.Changed, ended.TaskEvent.Result.Status);
        var result = await session.ResultAsync(limit.Token);
        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal("memory_limit = 256M\n", agent.Host.Read("/etc/php.d/99-moodle.ini"));
    }

    [Fact]
    [Trait("Feature", "49")]
    public async Task When_the_session_ends_before_the_acknowledgement_the_result_comes_again_until_it_is_given()
    {
        await coordinator.StartAsync();
        await using var agent = new TestAgent(coordinator);
        agent.Start();
        var first = await SessionAsync();
        await first.SendAsync(Run("run-1", "a\n"));
        await first.ResultAsync(limit.Token);
        await coordinator.StopAsync();
        await coordinator.StartAsync();

        var second = await SessionAsync();
        Assert.Equal("run-1", (await second.ResultAsync(limit.Token)).RunId);
        await second.AcknowledgeAsync("run-1");
        second.End();
        var third = await SessionAsync();
        await third.SendAsync(Run("run-2", "b\n"));

        Assert.Equal("run-2", (await third.ResultAsync(limit.Token)).RunId);
        Assert.Single(coordinator.Enrolments);
    }

    [Fact]
    [Trait("Feature", "47")]
    public async Task When_the_same_run_comes_twice_it_runs_once()
    {
        await coordinator.StartAsync();
        await using var agent = new TestAgent(coordinator);
        agent.Start();
        var session = await SessionAsync();
        await session.SendAsync(Run("run-1", "first\n"));
        var first = await session.ResultAsync(limit.Token);

        await session.SendAsync(Run("run-1", "second\n"));

        Assert.Equal(first, await session.ResultAsync(limit.Token));
        Assert.Equal("first\n", agent.Host.Read("/etc/php.d/99-moodle.ini"));
    }

    [Fact]
    public async Task When_the_executor_is_away_the_run_waits_for_it()
    {
        await coordinator.StartAsync();
        await using var agent = new TestAgent(coordinator);
        agent.StartLink();
        var session = await SessionAsync();
        await session.SendAsync(Run("run-1", "late\n"));

        agent.StartExecutor();

        Assert.Equal(RunStatus.Succeeded, (await session.ResultAsync(limit.Token)).Status);
    }

    [Fact]
    public async Task An_archive_travels_through_the_link_to_the_executor()
    {
        var archive = Archives.Tgz(("moodle/version.php", "<?php $release = '4.5';"), ("moodle/big", new string('x', 300_000)));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(archive));
        coordinator.Artifacts[sha256] = archive;
        await coordinator.StartAsync();
        await using var agent = new TestAgent(coordinator);
        agent.Start();
        var session = await SessionAsync();
        var request = Run("run-1", "");
        request.Run.Spec.Tasks[0] = new TaskSpec
        {
            Id = "app/code",
            Archive = new ArchiveTask { Sha256 = sha256, Size = archive.Length, Path = "/var/www/moodle", TopFolder = "moodle" },
        };

        await session.SendAsync(request);

        var result = await session.ResultAsync(limit.Token);
        Assert.Equal("", string.Concat(result.Results.Select(task => task.Error)));
        Assert.Equal("<?php $release = '4.5';", agent.Host.Read("/var/www/moodle/version.php"));
    }

    [Fact]
    [Trait("Feature", "36")]
    public async Task A_certificate_past_half_its_life_is_renewed_without_a_restart()
    {
        coordinator.CertificateLife = TimeSpan.FromHours(1.5);
        await coordinator.StartAsync();
        await using var agent = new TestAgent(coordinator);
        agent.Start();

        TestSession session;
        do
        {
            session = await SessionAsync();
        }
        while (session.Certificate.NotAfter < session.Certificate.NotBefore.AddDays(1));

        Assert.Equal(1, coordinator.Renewals);
        Assert.Single(coordinator.Enrolments);
    }

    [Fact]
    public async Task When_the_server_is_not_of_the_sites_root_the_agent_gives_it_nothing()
    {
        await coordinator.StartAsync();
        await using var stranger = new TestCoordinator();
        await using var agent = new TestAgent(coordinator, stranger.RootPem);
        agent.StartLink();

        await NoSessionAsync();
        Assert.Empty(coordinator.Enrolments);
    }

    [Fact]
    public async Task When_the_server_has_another_name_the_agent_gives_it_nothing()
    {
        await using var other = new TestCoordinator("control.other.internal");
        await other.StartAsync();
        await using var agent = new TestAgent(other);
        agent.StartLink();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => other.Sessions.Reader.ReadAsync(new CancellationTokenSource(700).Token).AsTask());
        Assert.Empty(other.Enrolments);
    }

    public async ValueTask DisposeAsync()
    {
        await coordinator.DisposeAsync();
        limit.Dispose();
    }

    private async Task<TestSession> SessionAsync() => await coordinator.Sessions.Reader.ReadAsync(limit.Token);

    private async Task NoSessionAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => coordinator.Sessions.Reader.ReadAsync(soon.Token).AsTask());
    }

    private static CoordinatorMessage Run(string runId, string content) => new()
    {
        Run = new RunRequest
        {
            RunId = runId,
            Epoch = 1,
            Mode = RunMode.Apply,
            Spec = new NodeSpec
            {
                Node = "web-1",
                Tasks =
                {
                    new TaskSpec
                    {
                        Id = "app/php",
                        File = new FileTask { Path = "/etc/php.d/99-moodle.ini", Content = ByteString.CopyFromUtf8(content) },
                    },
                },
            },
        },
    };
}
