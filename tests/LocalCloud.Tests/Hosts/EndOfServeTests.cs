using MoodleNodeAgent.LocalCloud.Processes;
using Xunit.Abstractions;

namespace MoodleNodeAgent.LocalCloud.Hosts;

[Trait("Ring", "hosts")]
public sealed class EndOfServeTests(ITestOutputHelper output)
{
    private const int SignalStop = 19;

    [Fact]
    public async Task When_serve_is_told_to_end_it_leaves_nothing()
    {
        await using ServedCloud cloud = await ServedCloud.StartAsync();
        IReadOnlyList<ProcessIdentity> processes = await cloud.ProcessesAsync();
        Assert.NotEmpty(processes);

        (int exitCode, TimeSpan took) = await cloud.EndAsync(Posix.SignalTerminate);

        output.WriteLine($"serve ended after {took}");
        Assert.True(exitCode == 0, cloud.Said);
        Assert.True(took < TimeSpan.FromSeconds(20), $"It took {took}.");
        Assert.DoesNotContain("by force", cloud.Said, StringComparison.Ordinal);
        await AssertNothingIsLeftAsync(cloud, processes);
    }

    [Fact]
    public async Task When_a_database_hangs_serve_ends_it_by_force_and_leaves_nothing()
    {
        await using ServedCloud cloud = await ServedCloud.StartAsync();
        IReadOnlyList<ProcessIdentity> processes = await cloud.ProcessesAsync();
        string database = Assert.Single(
            cloud.Records.Names, name => name.StartsWith("MariaDB", StringComparison.Ordinal));
        cloud.Records.Find(database)!.Signal(SignalStop);

        (int exitCode, TimeSpan took) = await cloud.EndAsync(Posix.SignalTerminate);

        output.WriteLine($"serve ended after {took}");
        Assert.True(exitCode == 0, cloud.Said);
        Assert.True(took < TimeSpan.FromSeconds(20), $"It took {took}.");
        Assert.Contains("Cannot end the databases in order", cloud.Said, StringComparison.Ordinal);
        Assert.Contains($"by force at the end: process {database}", cloud.Said, StringComparison.Ordinal);
        await AssertNothingIsLeftAsync(cloud, processes);
    }

    [Fact]
    public async Task When_serve_is_killed_down_removes_all_that_it_left()
    {
        await using ServedCloud cloud = await ServedCloud.StartAsync();
        IReadOnlyList<ProcessIdentity> processes = await cloud.ProcessesAsync();

        await cloud.EndAsync(Posix.SignalKill);
        // Not all of them: a short command may just have come to its end.
        Assert.Contains(processes, process => process.IsRunning);
        Assert.Contains("ens3", await cloud.ControlLinksAsync());
        Assert.NotEmpty(MountTable.Below(cloud.State.Path));
        Assert.Equal(0, await cloud.DownAsync());

        await AssertNothingIsLeftAsync(cloud, processes);
    }

    private static async Task AssertNothingIsLeftAsync(ServedCloud cloud, IReadOnlyList<ProcessIdentity> processes)
    {
        Assert.All(processes, process => Assert.False(process.IsRunning, $"{process.Pid} runs"));
        Assert.Empty(cloud.Records.Names);
        Assert.Empty(MountTable.Below(cloud.State.Path));
        Assert.Empty(cloud.Namespaces());
        Assert.DoesNotContain("ens3", await cloud.ControlLinksAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(cloud.State.Hosts));
    }
}
