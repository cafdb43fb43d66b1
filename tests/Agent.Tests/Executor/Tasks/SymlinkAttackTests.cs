using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>Somebody who can write below /var/www works against the executor while it works.</summary>
[Trait("Feature", "43")]
public sealed class SymlinkAttackTests : IDisposable
{
    private const string Folder = "/var/www/moodledata/cache";
    private const string Secret = "/etc/secret/shadow";
    private readonly TemporaryHost host = new();

    public SymlinkAttackTests()
    {
        host.Write(Secret, "root:hash");
        Native.ChangeMode(host.Map(Secret), 0b110_000_000);
        Directory.CreateDirectory(host.Map(Folder));
    }

    [Fact]
    public void When_a_folder_on_the_way_becomes_a_link_nothing_is_opened_through_it()
    {
        Swap(Folder, "/etc/secret");

        var failure = Assert.Throws<TaskException>(() => PinnedPath.Make(host.Root, Folder + "/shadow"));

        Assert.Equal("path-moved", failure.Code);
    }

    [Fact]
    public void When_the_folder_is_swapped_after_it_was_opened_the_file_lands_in_the_folder_that_was_looked_at()
    {
        using var place = PinnedPath.Find(host.Root, Folder + "/shadow")!;
        Directory.Move(host.Map(Folder), host.Map(Folder + ".old"));
        File.CreateSymbolicLink(host.Map(Folder), host.Map("/etc/secret"));

        AtomicFile.Write(place.Path, "evil"u8, Modes.File);

        Assert.Equal("root:hash", host.Read(Secret));
        Assert.Equal("evil", host.Read(Folder + ".old/shadow"));
    }

    [Fact]
    public async Task A_link_in_a_files_place_is_replaced_and_its_target_neither_read_nor_written()
    {
        Swap(Folder + "/x", Secret);

        var outcome = await host.ApplyAsync(File_(Folder + "/x"));

        Assert.DoesNotContain("hash", outcome.Diff, StringComparison.Ordinal);
        Assert.Equal("root:hash", host.Read(Secret));
        Assert.Equal(FileKind.Regular, Native.Status(host.Map(Folder + "/x"))!.Value.Kind);
    }

    [Fact]
    public async Task Neither_owner_nor_mode_of_what_a_link_leads_to_is_changed()
    {
        Swap(Folder + "/x", Secret);
        var before = Native.Status(host.Map(Secret));

        await host.FailAsync(new TaskSpec
        {
            Id = "owner", Ownership = new OwnershipTask { Path = Folder + "/x", Owner = "apache", Mode = 0b111_111_111 },
        });
        await host.FailAsync(new TaskSpec
        {
            Id = "folder", Directory = new DirectoryTask { Path = Folder + "/x", Owner = "apache", Mode = 0b111_111_111 },
        });

        Assert.Equal(before, Native.Status(host.Map(Secret)));
    }

    [Fact]
    public async Task A_second_name_of_a_file_from_elsewhere_is_not_given_away()
    {
        Assert.Equal(0, Link(host.Map(Secret), host.Map(Folder + "/x")));
        var before = Native.Status(host.Map(Secret));

        var failure = await host.FailAsync(new TaskSpec
        {
            Id = "owner",
            Ownership = new OwnershipTask { Path = Folder + "/x", Owner = "apache", Group = "apache", Mode = 0b111_111_111 },
        });

        Assert.Equal("path-moved", failure.Code);
        Assert.Equal(before, Native.Status(host.Map(Secret)));
    }

    [Theory]
    [InlineData(".releases")]
    [InlineData("open .releases")]
    public async Task A_folder_of_releases_that_is_not_roots_alone_gets_no_release(string planted)
    {
        var releases = $"{Folder}/.releases";
        if (planted == ".releases")
        {
            Swap(releases, "/etc/secret");
        }
        else
        {
            Directory.CreateDirectory(host.Map(releases));
            Native.ChangeMode(host.Map(releases), 0b111_111_111);
        }

        var archive = Archives.Tgz(("moodle/shadow", "evil"));
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(archive));
        var failure = await host.FailAsync(new TaskSpec
        {
            Id = "archive",
            Archive = new ArchiveTask { Sha256 = sha256, Size = archive.Length, Path = Folder + "/moodle", TopFolder = "moodle" },
        });

        Assert.Equal("path-moved", failure.Code);
        Assert.Single(Directory.GetFileSystemEntries(host.Map("/etc/secret")));
    }

    [Fact]
    public async Task A_mount_point_is_made_through_no_link()
    {
        Swap(Folder + "/data", "/etc/secret");

        await host.FailAsync(new TaskSpec
        {
            Id = "mount",
            Mount = new MountTask { Source = "10.0.0.1:/x", Path = Folder + "/data/point", Type = "nfs" },
        });

        Assert.Single(Directory.GetFileSystemEntries(host.Map("/etc/secret")));
    }

    [Fact]
    public async Task While_somebody_swaps_the_folder_all_the_time_nothing_of_roots_is_read_or_changed()
    {
        var before = Native.Status(host.Map(Secret));
        using var stop = new CancellationTokenSource();
        var attack = Task.Run(() =>
        {
            File.CreateSymbolicLink(host.Map("/var/www/moodledata/link"), host.Map("/etc/secret"));
            while (!stop.IsCancellationRequested)
            {
                Native.Rename(host.Map(Folder), host.Map(Folder + ".old"));
                Native.Rename(host.Map("/var/www/moodledata/link"), host.Map(Folder));
                Native.Rename(host.Map(Folder), host.Map("/var/www/moodledata/link"));
                Native.Rename(host.Map(Folder + ".old"), host.Map(Folder));
            }
        });
        try
        {
            for (var attempt = 0; attempt < 300 && !attack.IsCompleted; attempt++)
            {
                foreach (var spec in new[]
                         {
                             File_(Folder + "/shadow"),
                             new TaskSpec { Id = "o", Ownership = new OwnershipTask { Path = Folder + "/shadow", Owner = "apache", Mode = 0b111_111_111 } },
                             new TaskSpec { Id = "d", Directory = new DirectoryTask { Path = Folder + "/shadow/x", Owner = "apache" } },
                         })
                {
                    try
                    {
                        var outcome = await host.ApplyAsync(spec);
                        Assert.DoesNotContain("hash", outcome.Diff, StringComparison.Ordinal);
                    }
                    catch (Exception exception) when (exception is TaskException or IOException)
                    {
                        Assert.DoesNotContain("hash", exception.Message, StringComparison.Ordinal);
                    }
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            // The attacker may stumble over a folder that the executor made in between; what counts is what follows.
            await Task.WhenAny(attack);
        }

        Assert.Equal("root:hash", host.Read(Secret));
        Assert.Equal(before, Native.Status(host.Map(Secret)));
        Assert.Single(Directory.GetFileSystemEntries(host.Map("/etc/secret")));
    }

    public void Dispose() => host.Dispose();

    private void Swap(string path, string target)
    {
        if (Directory.Exists(host.Map(path)))
        {
            Directory.Delete(host.Map(path));
        }

        // Spelt so that it leads there from the machine's own root.
        File.CreateSymbolicLink(host.Map(path), host.Map(target));
    }

    [System.Runtime.InteropServices.DllImport("libc.so.6", EntryPoint = "link")]
    [System.Runtime.InteropServices.DefaultDllImportSearchPaths(System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories)]
    private static extern int Link(string existing, string another);

    private static TaskSpec File_(string path) => new()
    {
        Id = "file", File = new FileTask { Path = path, Content = ByteString.CopyFromUtf8("ours") },
    };
}
