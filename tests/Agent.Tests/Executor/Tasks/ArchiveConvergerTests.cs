using System.Formats.Tar;
using System.Security.Cryptography;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class ArchiveConvergerTests : IDisposable
{
    private readonly TemporaryHost host = new() { Limits = new Limits { ArtifactPause = TimeSpan.Zero, ArtifactAttempts = 3 } };

    [Fact]
    public async Task A_release_is_checked_without_a_write_unpacked_once_and_then_left_alone()
    {
        var spec = Offer(Archives.Tgz(("moodle/index.php", "<?php"), ("moodle/lib/x.php", "<?php")));
        var before = host.Snapshot();
        var check = await host.CheckAsync(spec);
        Assert.Equal(before, host.Snapshot());

        Assert.Equal(check, await host.ApplyAsync(spec));
        Assert.Equal("<?php", host.Read("/var/www/moodle/lib/x.php"));
        Assert.Equal($".releases/{spec.Archive.Sha256}/moodle", new FileInfo(host.Map("/var/www/moodle")).LinkTarget);
        var status = Native.Status(host.Map("/var/www/moodle/index.php"))!.Value;
        Assert.Equal("apache", new Accounts(host.Root).GroupName(status.Gid));

        before = host.Snapshot();
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        Assert.Equal(before, host.Snapshot());
    }

    [Fact]
    public async Task A_new_release_is_switched_in_and_the_previous_one_kept()
    {
        var old = Offer(Archives.Tgz(("moodle/version", "1")));
        await host.ApplyAsync(old);

        await host.ApplyAsync(Offer(Archives.Tgz(("moodle/version", "2"))));

        Assert.Equal("2", host.Read("/var/www/moodle/version"));
        Assert.Equal("1", host.Read($"/var/www/.releases/{old.Archive.Sha256}/moodle/version"));
    }

    [Fact]
    public async Task When_the_session_breaks_the_rest_is_fetched_from_where_it_broke()
    {
        var spec = Offer(Archives.Tgz(("moodle/noise", Convert.ToHexString(RandomNumberGenerator.GetBytes(5000)))));
        host.Artifacts.BreakAfter = 2000;

        await host.ApplyAsync(spec);

        Assert.Equal([0L, 2000L], host.Artifacts.Offsets.Take(2));
        Assert.Equal(10000, host.Read("/var/www/moodle/noise").Length);
    }

    [Fact]
    public async Task When_a_run_died_while_unpacking_the_next_apply_converges()
    {
        var spec = Offer(Archives.Tgz(("moodle/index.php", "whole")));
        host.Write($"/var/www/.releases/.{spec.Archive.Sha256}.unpacking/moodle/index.php", "half");

        await host.ApplyAsync(spec);

        Assert.Equal("whole", host.Read("/var/www/moodle/index.php"));
    }

    [Fact]
    public async Task When_the_content_is_another_it_is_thrown_away()
    {
        var spec = Offer(Archives.Tgz(("moodle/index.php", "good")));
        var content = host.Artifacts.Content[spec.Archive.Sha256];
        content[^1] ^= 1;

        Assert.Equal("archive-mismatch", (await host.FailAsync(spec)).Code);
        Assert.Empty(Directory.GetFileSystemEntries(host.Map("/var/www/.releases")));
    }

    [Fact]
    public async Task When_the_coordinator_has_no_such_archive_the_error_says_so()
    {
        var spec = Offer(Archives.Tgz(("moodle/index.php", "x")));
        host.Artifacts.Content.Clear();

        Assert.Equal("archive-unreachable", (await host.FailAsync(spec)).Code);
    }

    [Fact]
    public async Task A_folder_in_the_links_place_is_left_alone()
    {
        host.Write("/var/www/moodle/mine", "precious");

        Assert.Equal("path-occupied", (await host.FailAsync(Offer(Archives.Tgz(("moodle/x", "x"))))).Code);
        Assert.Equal("precious", host.Read("/var/www/moodle/mine"));
    }

    public static TheoryData<string> Attacks => [.. Hostile.Keys];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task When_an_archive_tries_to_leave_its_folder_it_is_refused(string attack)
    {
        host.Write("/etc/target", "untouched");

        var failure = await host.FailAsync(Offer(Archives.Tgz(Hostile[attack]), topFolder: ""));

        Assert.Equal("archive-refused", failure.Code);
        Assert.Equal("untouched", host.Read("/etc/target"));
        Assert.False(File.Exists(host.Map("/var/www/escaped")));
        Assert.Null(Native.Status(host.Map("/var/www/moodle")));
    }

    [Fact]
    public async Task Links_that_stay_inside_are_kept_and_no_bit_beyond_0755_survives()
    {
        var tool = new PaxTarEntry(TarEntryType.RegularFile, "moodle/bin/tool")
        {
            Mode = (UnixFileMode)0b111_111_111_111,
            DataStream = new MemoryStream([1]),
        };
        await host.ApplyAsync(Offer(Archives.Tgz(tool, Link("moodle/current", "bin/tool"), Link("moodle/bin/up", "../bin"))));

        Assert.Equal("bin/tool", new FileInfo(host.Map("/var/www/moodle/current")).LinkTarget);
        Assert.Equal(0b111_101_101u, Native.Status(host.Map("/var/www/moodle/bin/tool"))!.Value.Mode);
    }

    public void Dispose() => host.Dispose();

    private static readonly Dictionary<string, TarEntry[]> Hostile = new()
    {
        ["absolute name"] = [Regular("/etc/target")],
        ["name with two dots"] = [Regular("../../escaped")],
        ["two dots within the name"] = [Regular("a/../../../escaped")],
        ["absolute link"] = [Link("a", "/etc"), Regular("a/target")],
        ["link upwards"] = [Link("a", "../.."), Regular("a/escaped")],
        ["link through a link"] = [Link("d/up", ".."), Link("e/x", "../d/up/../.."), Regular("e/x/escaped")],
        ["file through an inner link"] = [Regular("real/x"), Link("a", "real"), Regular("a/y")],
        ["hard link"] = [new PaxTarEntry(TarEntryType.HardLink, "a") { LinkName = "../../../../etc/target" }],
        ["device"] = [new PaxTarEntry(TarEntryType.CharacterDevice, "null") { DeviceMajor = 1, DeviceMinor = 3 }],
        ["named pipe"] = [new PaxTarEntry(TarEntryType.Fifo, "pipe")],
    };

    private static PaxTarEntry Regular(string name) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) };

    private static PaxTarEntry Link(string name, string target) =>
        new(TarEntryType.SymbolicLink, name) { LinkName = target };

    private TaskSpec Offer(byte[] archive, string topFolder = "moodle")
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(archive));
        host.Artifacts.Content[sha256] = archive;
        return new TaskSpec
        {
            Id = "app/code",
            Archive = new ArchiveTask
            {
                Sha256 = sha256,
                Size = archive.Length,
                Path = "/var/www/moodle",
                TopFolder = topFolder,
                Group = "apache",
            },
        };
    }
}
