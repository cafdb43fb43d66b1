using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using MoodleNodeAgent.Protocol.Operator.V1;
using Spectre.Console;

namespace MoodleNodeAgent.Cli.Commands;

public sealed class ApplyCommandTests
{
    private static readonly PlanReply FreshPlan = new()
    {
        Steps =
        {
            new PlannedStep { Step = "network/vcn", Action = StepAction.Create, Differences = { "cidr: - -> 10.0.0.0/16" } },
            new PlannedStep { Step = "balancer/nlb", Action = StepAction.Create },
            new PlannedStep { Step = "database/system", Action = StepAction.None },
        },
        LongestPathSeconds = 90,
    };

    [Fact]
    public async Task An_apply_uploads_the_archive_and_prints_a_line_for_each_event_and_the_summary()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Events = Events(changed: true);
        var site = session.WriteSite($"balancer: {{ listeners: [{FreePort()}] }}\n");

        Assert.Equal(0, await session.RunAsync("apply", site));

        Assert.StartsWith(
            """
            Plan: 2 to create; about 1 min 30 s on OCI.
            network/vcn: create
            network/vcn: waiting for AVAILABLE
            network/vcn: changed after 2.1 s
            Done.
            Site       demo (sample)

            """,
            session.Output,
            StringComparison.Ordinal);
        var sent = session.Coordinator.Applied!;
        Assert.Equal((site, "1.0", ""), (sent.Path, sent.VersionOverride, sent.ProductOverride));
        Assert.Equal(File.ReadAllText(site), sent.Text);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(session.Coordinator.Content)), sent.ArchiveSha256);
        Assert.Equal(sent.ArchiveSha256, session.Coordinator.Header!.Sha256);
        Assert.Equal((session.Coordinator.Content.Length, session.Coordinator.Content.Length),
            ((int)sent.ArchiveSize, (int)session.Coordinator.Header.Size));
        Assert.Equal("", session.Error);
    }

    [Fact]
    public async Task An_apply_that_changes_nothing_says_so()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Events = [new ApplyEvent { Plan = new PlanReply() }, Ended(new ApplyEnded { Succeeded = true })];
        session.Coordinator.HasArchive = true;

        Assert.Equal(0, await session.RunAsync("apply", session.WriteSite("")));
        Assert.Equal("No changes.\n", session.Output);
        Assert.Empty(session.Coordinator.Content);
    }

    [Fact]
    public async Task A_large_archive_that_the_coordinator_has_is_not_sent()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Events = [Ended(new ApplyEnded { Succeeded = true })];
        session.Coordinator.HasArchive = true;
        var site = session.WriteSite("");
        var noise = new byte[8_000_000];
        RandomNumberGenerator.Fill(noise);
        File.WriteAllBytes(session.PathOf("app/noise.bin"), noise);

        Assert.Equal(0, await session.RunAsync("apply", site));
        Assert.NotNull(session.Coordinator.Applied);
    }

    [Fact]
    public async Task When_a_step_fails_the_exit_code_is_1_and_the_error_is_told()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Events =
        [
            new ApplyEvent { StepEnded = new StepEnded { Step = "app/install", Seconds = 3, Error = "The database refuses." } },
            Ended(new ApplyEnded { Error = "app/install failed." }),
        ];

        Assert.Equal(1, await session.RunAsync("apply", session.WriteSite("")));
        Assert.Equal("app/install: FAILED after 3.0 s: The database refuses.\n", session.Output);
        Assert.Equal("The apply failed: app/install failed.\n", session.Error);
    }

    [Fact]
    public async Task When_the_stream_ends_without_a_result_the_apply_failed()
    {
        await using var session = await Session.StartAsync();

        Assert.Equal(1, await session.RunAsync("apply", session.WriteSite("")));
        Assert.StartsWith("The coordinator ended the apply without a result.", session.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "48")]
    public async Task When_another_apply_is_under_way_the_exit_code_is_4()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Failure = new RpcException(new Grpc.Core.Status(StatusCode.Aborted, "An apply is under way."));

        Assert.Equal(4, await session.RunAsync("apply", session.WriteSite("")));
    }

    [Fact]
    public async Task When_the_operator_interrupts_once_the_end_of_what_is_in_flight_is_awaited()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Coordinator.EndsWhenStopped = true;
        using var interruption = new CancellationTokenSource();

        var run = session.RunAsync(interruption.Token, "apply", session.WriteSite(""));
        await session.Coordinator.Hanging.Task;
        await interruption.CancelAsync();

        Assert.Equal(130, await run);
        Assert.False(await session.Coordinator.Stops.Reader.ReadAsync());
        Assert.Contains("It was stopped.", session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_operator_interrupts_twice_the_apply_is_stopped_at_once_and_the_exit_code_is_130()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupts = new Interrupts();
        session.SecondInterrupt = interrupts.Second;

        var run = session.RunAsync(interrupts.First, "apply", session.WriteSite(""));
        await session.Coordinator.Hanging.Task;
        interrupts.Signal();
        Assert.False(await session.Coordinator.Stops.Reader.ReadAsync());
        interrupts.Signal();

        Assert.Equal(130, await run);
        Assert.True(await session.Coordinator.Stops.Reader.ReadAsync());
        Assert.Contains("Interrupted.", session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_before_anything_is_created()
    {
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var session = await Session.StartAsync();
        session.Coordinator.PlanReply = FreshPlan;
        var site = session.WriteSite($"balancer: {{ listeners: [{port}] }}\n");

        Assert.Equal(2, await session.RunAsync("apply", site));

        Assert.Equal(
            $"{site}:5:13: balancer.listeners: port {port} is in use on this machine. Stop what listens there, or write "
            + "another port.\n",
            session.Error);
        Assert.Null(session.Coordinator.Applied);
        Assert.Null(session.Coordinator.Header);
    }

    [Fact]
    public async Task A_port_that_the_sites_own_balancer_holds_is_no_obstacle()
    {
        using var balancer = new TcpListener(IPAddress.Any, 0);
        balancer.Start();
        await using var session = await Session.StartAsync();
        session.Coordinator.PlanReply = new PlanReply
        {
            Steps =
            {
                new PlannedStep { Step = "balancer/nlb", Action = StepAction.None },
                new PlannedStep { Step = "balancer/backends", Action = StepAction.Create },
            },
        };
        session.Coordinator.Events = [Ended(new ApplyEnded { Succeeded = true, Changed = true })];
        var port = ((IPEndPoint)balancer.LocalEndpoint).Port;

        Assert.Equal(0, await session.RunAsync("apply", session.WriteSite($"balancer: {{ listeners: [{port}] }}\n")));
    }

    [Fact]
    public async Task An_archive_of_the_command_line_turns_the_sample_into_moodle_and_says_so()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Events = [Ended(new ApplyEnded { Succeeded = true })];
        var site = session.WriteSite("");
        var archive = WriteArchive(session, "moodle/version.php", "<?php $release  = '4.4dev (Build: 20231124)';");

        Assert.Equal(0, await session.RunAsync("apply", site, "--archive", archive));

        Assert.StartsWith(
            $"--archive: moodle 4.4dev from {archive} takes the place of product sample and its release in {site}.\n",
            session.Output,
            StringComparison.Ordinal);
        var sent = session.Coordinator.Applied!;
        Assert.Equal(("moodle", "4.4dev"), (sent.ProductOverride, sent.VersionOverride));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(archive))), sent.ArchiveSha256);
    }

    [Theory]
    [InlineData("none.tgz", "release.archive: cannot use ")]
    [InlineData("site.yaml", "release.archive: ")]
    [InlineData("empty", "release.archive: ")]
    public async Task An_archive_that_cannot_be_used_is_told_at_its_key(string archive, string expected)
    {
        await using var session = await Session.StartAsync();
        Directory.CreateDirectory(session.PathOf("empty"));
        var site = session.Write(
            "site.yaml", $"site: demo\nrelease: {{ archive: {archive} }}\ncloud: {{ provider: local }}\n");

        Assert.Equal(2, await session.RunAsync("apply", site));
        Assert.StartsWith($"{site}:2:12: {expected}", session.Error, StringComparison.Ordinal);
        Assert.Null(session.Coordinator.Planned);
    }

    [Fact]
    public async Task A_wrong_checksum_or_version_is_told_at_its_key()
    {
        await using var session = await Session.StartAsync();
        session.WriteSite("");
        var wrong = new string('0', 64);
        var checksum = session.Write(
            "checksum.yaml", $"site: demo\nrelease: {{ archive: app, sha256: {wrong} }}\ncloud: {{ provider: local }}\n");
        var version = session.Write(
            "version.yaml", "site: demo\nrelease: { archive: app, version: \"4.5\" }\ncloud: { provider: local }\n");

        Assert.Equal(2, await session.RunAsync("plan", checksum));
        Assert.Equal(2, await session.RunAsync("plan", version));
        Assert.Contains($"{checksum}:2:26: release.sha256: the archive has the SHA-256 ", session.Error, StringComparison.Ordinal);
        Assert.Contains($"{version}:2:26: release.version: the archive holds 1.0.", session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_shows_its_changes_and_exits_with_3()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.PlanReply = FreshPlan;

        Assert.Equal(3, await session.RunAsync("plan", session.WriteSite("")));
        Assert.Equal(
            """
            create   network/vcn
                       cidr: - -> 10.0.0.0/16
            create   balancer/nlb
            Plan: 2 to create; about 1 min 30 s on OCI.

            """,
            session.Output);
    }

    [Fact]
    public async Task A_plan_without_changes_exits_with_0()
    {
        await using var session = await Session.StartAsync();

        Assert.Equal(0, await session.RunAsync("plan", session.WriteSite("")));
        Assert.Equal("No changes.\n", session.Output);
    }

    [Fact]
    public async Task Problems_that_the_coordinator_finds_look_like_our_own()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.PlanReply = new PlanReply
        {
            Problems = { new Problem { File = "s.yaml", Line = 3, Column = 4, Message = "nodes.count: too many. Write 1." } },
        };

        Assert.Equal(2, await session.RunAsync("plan", session.WriteSite("")));
        Assert.Equal("s.yaml:3:4: nodes.count: too many. Write 1.\n", session.Error);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    [Trait("Feature", "53")]
    public async Task On_a_terminal_the_progress_is_a_table_and_the_summary_the_same(bool succeeds, int exitCode)
    {
        await using var session = await Session.StartAsync();
        using var screen = new StringWriter();
        session.Live = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(screen),
        });
        session.Coordinator.Events = succeeds
            ? Events(changed: true)
            :
            [
                new ApplyEvent { StepStarted = new StepStarted { Step = "app/install", Action = StepAction.Create } },
                new ApplyEvent { StepEnded = new StepEnded { Step = "app/install", Seconds = 1, Error = "No [database]." } },
                Ended(new ApplyEnded { Error = "app/install failed." }),
            ];

        Assert.Equal(exitCode, await session.RunAsync("apply", session.WriteSite("")));

        Assert.Contains("steps done", screen.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            !succeeds,
            screen.ToString().Contains("app/install: FAILED after 1.0 s: No [database].", StringComparison.Ordinal));
        Assert.StartsWith(succeeds ? "Done.\n" : "", session.Output, StringComparison.Ordinal);
    }

    private static ApplyEvent[] Events(bool changed) =>
    [
        new ApplyEvent { Plan = FreshPlan },
        new ApplyEvent { StepStarted = new StepStarted { Step = "network/vcn", Action = StepAction.Create } },
        new ApplyEvent { StepProgress = new StepProgress { Step = "network/vcn", Message = "waiting for AVAILABLE" } },
        new ApplyEvent
        {
            StepEnded = new StepEnded { Step = "network/vcn", Succeeded = true, Changed = changed, Seconds = 2.1 },
        },
        Ended(new ApplyEnded { Succeeded = true, Changed = changed, Status = ExampleStatus.Create() }),
    ];

    private static ApplyEvent Ended(ApplyEnded ended) => new() { Ended = ended };

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string WriteArchive(Session session, string name, string text)
    {
        var path = session.PathOf("moodle.tgz");
        using var file = File.Create(path);
        using var compressed = new GZipStream(file, CompressionLevel.Fastest);
        using var archive = new TarWriter(compressed, TarEntryFormat.Pax);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content });
        return path;
    }
}
