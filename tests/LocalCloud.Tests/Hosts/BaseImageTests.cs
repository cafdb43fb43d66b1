using System.Diagnostics;
using System.Globalization;
using MoodleNodeAgent.LocalCloud.Commands;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Hosts;

[Trait("Ring", "hosts")]
public sealed class BaseImageTests : IDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("mna-image-");

    public BaseImageTests() => Directory.CreateDirectory(
        new BaseImage(_cache.FullName, new HostLimits(), TimeProvider.System).Root);

    public void Dispose() => _cache.Delete(recursive: true);

    [Fact]
    public async Task When_prepare_was_killed_the_next_one_removes_what_it_left()
    {
        string left = await LeaveAsync();
        string recipe = _cache.CreateSubdirectory(Path.GetFileName(left) + "-recipe").FullName;
        string mounted = Directory.CreateDirectory(Path.Combine(left, "root", "proc")).FullName;
        await new CommandRunner().RunAsync(
            "mount", ["--types", "tmpfs", "tmpfs", mounted], CancellationToken.None);

        Assert.Equal(0, await PrepareAsync());

        Assert.Empty(MountTable.Below(_cache.FullName));
        Assert.False(Directory.Exists(left));
        Assert.False(Directory.Exists(recipe));
    }

    [Fact]
    public async Task The_folder_of_a_build_that_goes_on_is_left_alone()
    {
        string mine = _cache.CreateSubdirectory(
            Path.GetFileName(BuildFolder.For("image-0123456789ab"))).FullName;

        Assert.Equal(0, await PrepareAsync());

        Assert.True(Directory.Exists(mine));
    }

    [Fact]
    public async Task When_only_prepare_was_killed_its_commands_keep_their_folder_until_they_end()
    {
        string left = await LeaveAsync();
        using Process build = Process.Start(
            new ProcessStartInfo("sh", ["-c", "read line", "build.sh", left]) { RedirectStandardInput = true })!;
        try
        {
            Assert.Equal(0, await PrepareAsync());
            Assert.True(Directory.Exists(left));
        }
        finally
        {
            build.Kill();
            await build.WaitForExitAsync();
        }

        Assert.Equal(0, await PrepareAsync());
        Assert.False(Directory.Exists(left));
    }

    private Task<int> PrepareAsync() => PrepareCommand.Create().Parse(["--cache", _cache.FullName]).InvokeAsync();

    /// <summary>Makes the folder of a build whose process has ended.</summary>
    private async Task<string> LeaveAsync()
    {
        using Process ended = Process.Start("sleep", ["600"]);
        ProcessIdentity builder = ProcessIdentity.Of(ended.Id)!;
        ended.Kill();
        await ended.WaitForExitAsync();
        return _cache.CreateSubdirectory(string.Create(
            CultureInfo.InvariantCulture,
            $"image-0123456789ab.building-{builder.Pid}-{builder.StartTime}")).FullName;
    }
}
