using MoodleNodeAgent.Coordinator.Care.Restoring;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Coordinator.Tests.Resources;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Restores over the local cloud's API, with scripted agents and tables.</summary>
[Trait("Ring", "cloud")]
[Trait("Feature", "30")]
public sealed class RestoringTests
{
    private const string Report =
        """{"marked":true,"files":2,"bytes":10,"same":1,"other":0,"missing":1,"broken":[],"restored":1}""";

    private static readonly CareLimits Limits = new() { Interval = TimeSpan.FromMilliseconds(5) };

    private readonly List<string> said = [];
    private readonly ScriptedData data = new();

    [Fact]
    public async Task A_test_compares_a_system_made_of_the_backup_and_leaves_neither_it_nor_a_changed_site()
    {
        await using var bed = await AppliedAsync();
        using var store = bed.OpenStore();
        var (site, backup) = await BackedUpAsync(bed, store);
        var before = bed.Fleet.Applied.Count();

        var found = await TestOf(bed, site).RunAsync(backup, "web-1", CancellationToken.None);

        Assert.Equal(
            "Database: 2 tables with 4 rows; the site has 2 with 4 now. Storage: 2 files with 10 bytes; of these 1 are the same in "
            + "the site now, 0 other ones, 1 not there.",
            found);
        Assert.Equal([site.Resource(StepIds.DbSystem)], await LiveSystemsAsync(site));
        Assert.Equal(
            ["snapshot/compare"],
            bed.Fleet.Applied.Skip(before).SelectMany(run => run.Request.Spec.Tasks).Select(task => task.Id).Where(id => id != "snapshot/tool"));
        Assert.Empty(data.Moves);
        Assert.Equal("", (await bed.ApplyAsync(CloudTestBed.Site())).Ended.Error);
    }

    [Fact]
    public async Task When_a_backup_does_not_hold_what_it_should_the_test_says_so_and_deletes_its_system()
    {
        await using var bed = await AppliedAsync();
        using var store = bed.OpenStore();
        var (site, backup) = await BackedUpAsync(bed, store);
        data.Marks.Clear();

        var failure = await Assert.ThrowsAsync<CareException>(
            () => TestOf(bed, site).RunAsync(backup, "web-1", CancellationToken.None));

        Assert.Contains("Do not rely on it", failure.Message, StringComparison.Ordinal);
        Assert.Single(await LiveSystemsAsync(site));
    }

    [Fact]
    public async Task When_a_file_of_the_snapshot_is_broken_it_is_named()
    {
        await using var bed = await AppliedAsync();
        using var store = bed.OpenStore();
        var (site, backup) = await BackedUpAsync(bed, store);
        bed.Fleet.Outputs["snapshot/compare"] = Report.Replace("[]", "[\"filedir/ab/cd/abcd\"]", StringComparison.Ordinal);

        var failure = await Assert.ThrowsAsync<CareException>(
            () => TestOf(bed, site).RunAsync(backup, "web-1", CancellationToken.None));

        Assert.Contains("filedir/ab/cd/abcd", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_coordinator_died_with_its_scratch_system_the_next_one_deletes_it()
    {
        await using var bed = await AppliedAsync();
        using var store = bed.OpenStore();
        var (site, backup) = await BackedUpAsync(bed, store);
        var (left, _) = await new ScratchSystem(site, Limits, TimeProvider.System).MakeAsync(backup, CancellationToken.None);

        await TestOf(bed, site).RunAsync(backup, "web-1", CancellationToken.None);

        Assert.NotEqual(left, site.Resource(StepIds.DbSystem));
        Assert.Equal([site.Resource(StepIds.DbSystem)], await LiveSystemsAsync(site));
    }

    [Fact]
    public async Task A_restore_moves_tables_and_files_behind_the_maintenance_page_and_opens_the_site()
    {
        await using var bed = await AppliedAsync();
        using var store = bed.OpenStore();
        var (site, backup) = await BackedUpAsync(bed, store);
        var before = bed.Fleet.Applied.Count();

        var done = await RestoreOf(bed, site).RunAsync(backup, "web-1", CancellationToken.None);

        Assert.Contains("1 put back. The tables of before are kept as sample_before.", done, StringComparison.Ordinal);
        var move = Assert.Single(data.Moves);
        Assert.Equal((site.Primary, "sample"), (move.To, move.Schema));
        Assert.NotEqual(move.From, move.To);
        var tasks = bed.Fleet.Applied.Skip(before).Where(run => run.Node == "web-1")
            .SelectMany(run => run.Request.Spec.Tasks).ToList();
        var closed = tasks.FindIndex(task => task.Id == "maintenance" && task.File.Content.Length > 0);
        var files = tasks.FindIndex(task => task.Id == "snapshot/restore");
        var open = tasks.FindIndex(task => task.Id == "maintenance" && task.File.Content.Length == 0);
        Assert.True(closed >= 0 && closed < files && files < open, $"{closed} {files} {open}");
        Assert.Single(await LiveSystemsAsync(site));
    }

    [Fact]
    public async Task When_the_tables_cannot_be_copied_the_site_is_opened_as_it_was()
    {
        await using var bed = await AppliedAsync();
        using var store = bed.OpenStore();
        var (site, backup) = await BackedUpAsync(bed, store);
        data.Failure = "The disk is full.";

        var failure = await Assert.ThrowsAsync<CareException>(
            () => RestoreOf(bed, site).RunAsync(backup, "web-1", CancellationToken.None));

        Assert.Contains("The site is as it was.", failure.Message, StringComparison.Ordinal);
        var last = bed.Fleet.Applied.SelectMany(run => run.Request.Spec.Tasks).Last(task => task.Id == "maintenance");
        Assert.Empty(last.File.Content);
        Assert.Single(await LiveSystemsAsync(site));
    }

    [Fact]
    public async Task When_files_cannot_be_put_back_the_site_stays_closed_and_says_so()
    {
        await using var bed = await AppliedAsync();
        using var store = bed.OpenStore();
        var (site, backup) = await BackedUpAsync(bed, store);
        bed.Fleet.FailingTask = "snapshot/restore";

        var failure = await Assert.ThrowsAsync<CareException>(
            () => RestoreOf(bed, site).RunAsync(backup, "web-1", CancellationToken.None));

        Assert.Contains("The site stays closed", failure.Message, StringComparison.Ordinal);
        var last = bed.Fleet.Applied.SelectMany(run => run.Request.Spec.Tasks).Last(task => task.Id == "maintenance");
        Assert.NotEmpty(last.File.Content);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("4.4", true)]
    [InlineData("4.3", false)]
    public void A_backup_of_another_release_is_refused(string release, bool fits) =>
        Assert.Equal(fits, Restore.Refusal(new SiteBackup { Name = "campus-1", Release = release }, "4.4") is null);

    [Fact]
    public async Task A_backup_that_is_not_there_or_not_whole_is_refused()
    {
        await using var bed = await AppliedAsync();
        using var store = bed.OpenStore();
        var (site, backup) = await BackedUpAsync(bed, store);
        var backups = new Backups(site, data, Limits, TimeProvider.System);
        Assert.Equal(backup, await backups.FindAsync(backup.Name, CancellationToken.None));

        await Assert.ThrowsAsync<CareException>(() => backups.FindAsync("campus-2", CancellationToken.None));
        await site.Cloud.FileStorage.DeleteSnapshotAsync(backup.Snapshot, null, CancellationToken.None);
        var half = await Assert.ThrowsAsync<CareException>(() => backups.FindAsync(backup.Name, CancellationToken.None));
        Assert.Contains("is not whole", half.Message, StringComparison.Ordinal);
    }

    private static async Task<CloudTestBed> AppliedAsync()
    {
        var bed = await CloudTestBed.StartAsync();
        bed.Fleet.Outputs["snapshot/compare"] = Report;
        bed.Fleet.Outputs["snapshot/restore"] = Report;
        var (ended, _) = await bed.ApplyAsync(CloudTestBed.Site());
        Assert.True(ended.Error.Length == 0, ended.Error);
        return bed;
    }

    private async Task<(CareSite Site, SiteBackup Backup)> BackedUpAsync(CloudTestBed bed, SiteStore store)
    {
        var site = CareSite.Open(store, bed.Access());
        var backups = new Backups(site, data, Limits, TimeProvider.System);
        var name = await backups.CreateAsync(_ => Task.CompletedTask, said.Add, CancellationToken.None);
        return (site, await backups.FindAsync(name, CancellationToken.None));
    }

    private RestoreTest TestOf(CloudTestBed bed, CareSite site) => new(
        site, new NodeWork(bed.Fleet, Limits, 1), new ScratchSystem(site, Limits, TimeProvider.System), data, said.Add);

    private Restore RestoreOf(CloudTestBed bed, CareSite site) => new(
        site, new NodeWork(bed.Fleet, Limits, 1), new ScratchSystem(site, Limits, TimeProvider.System), data, said.Add);

    private static async Task<List<string>> LiveSystemsAsync(CareSite site) =>
        await site.Cloud.MySql.ListDbSystemsAsync(
            new ListDbSystemsQuery { CompartmentId = site.Compartment }, CancellationToken.None)
            .Where(system => system.LifecycleState is not ("DELETED" or "DELETING")).Select(system => system.Id).ToListAsync();
}
