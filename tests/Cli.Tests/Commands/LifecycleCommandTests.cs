using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

public sealed class LifecycleCommandTests
{
    [Fact]
    public async Task A_destroy_wants_the_sites_name_typed()
    {
        await using var session = await Session.StartAsync();

        Assert.Equal(2, await session.RunAsync("destroy"));
        Assert.Null(session.Coordinator.Destroyed);
        session.Input = new StringReader("demo\n");
        Assert.Equal(0, await session.RunAsync("destroy", "--include-data", "--no-storage-copy"));

        Assert.Equal(
            new DestroyRequest { Confirm = "demo", IncludeData = true, NoStorageCopy = true },
            session.Coordinator.Destroyed);
        Assert.Contains("no resource bears the site's tags", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_planned_destroy_shows_what_cannot_be_undone_and_destroys_nothing()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.PlanReply = new PlanReply
        {
            Steps =
            {
                new PlannedStep
                {
                    Step = "database/system", Action = StepAction.Delete, Irreversible = "the data is gone",
                },
            },
        };

        Assert.Equal(3, await session.RunAsync("destroy", "--plan"));

        Assert.Contains("delete   database/system", session.Output, StringComparison.Ordinal);
        Assert.Contains("cannot be undone: the data is gone", session.Output, StringComparison.Ordinal);
        Assert.Null(session.Coordinator.Destroyed);
    }

    [Fact]
    public async Task Drift_ends_with_exit_code_3_and_names_the_fields()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Drift = new DriftReply { Site = "demo" };
        Assert.Equal(0, await session.RunAsync("drift"));
        session.Coordinator.Drift.Steps.Add(new PlannedStep
        {
            Step = "network/routes-public", Action = StepAction.Update, Differences = { "routeRules: a -> b" },
        });

        Assert.Equal(3, await session.RunAsync("drift"));

        Assert.Contains("update   network/routes-public", session.Output, StringComparison.Ordinal);
        Assert.Contains("routeRules: a -> b", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lease_is_shown_with_owner_and_age_and_freed_by_its_epoch()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Lease = new Lease
        {
            Site = "demo", Owner = "control-1", Epoch = 7, Since = "2026-01-02T03:04:05Z",
            Expires = "2026-01-02T03:05:05Z",
        };

        Assert.Equal(0, await session.RunAsync("lease", "show"));
        Assert.Equal(0, await session.RunAsync("lease", "free", "--epoch", "7"));

        Assert.Contains(
            "control-1 holds the lease of demo since 2026-01-02T03:04:05Z", session.Output, StringComparison.Ordinal);
        Assert.Contains("Nobody holds the lease (epoch 8).", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "41")]
    public async Task A_broken_audit_log_is_told_with_exit_code_1()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Audit = new AuditReply { Count = 2, Broken = "Entry 2 is missing." };

        Assert.Equal(1, await session.RunAsync("audit"));

        Assert.Contains("Entry 2 is missing.", session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_plan_is_applied_by_its_fingerprint_and_refused_once_its_site_file_has_changed()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.PlanReply = new PlanReply { Fingerprint = "f00d" };
        session.Coordinator.Events = [new ApplyEvent { Ended = new ApplyEnded { Succeeded = true } }];
        var site = session.WriteSite("");
        var plan = session.PathOf("demo.plan");

        Assert.Equal(0, await session.RunAsync("plan", site, "-o", plan));
        Assert.Equal(0, await session.RunAsync("apply", plan));
        Assert.Equal("f00d", session.Coordinator.ExpectedPlan);
        session.WriteSite("nodes: { count: 3 }\n");

        Assert.Equal(2, await session.RunAsync("apply", plan));
        Assert.Contains("has changed since", session.Error, StringComparison.Ordinal);
    }
}
