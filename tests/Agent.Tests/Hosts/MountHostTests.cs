using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MoodleNodeAgent.LocalCloud;
using MoodleNodeAgent.LocalCloud.Storage;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Hosts;

/// <summary>Mounts from a real NFS server; mount.nfs of the host is a stand-in, see the base image.</summary>
[Trait("Ring", "hosts")]
[Trait("Feature", "16")]
public sealed class MountHostTests(AgentHost host) : IClassFixture<AgentHost>, IAsyncLifetime
{
    private const string FileSystem = "ocid1.filesystem.oc1.test.agent";
    private const string Target = "ocid1.mounttarget.oc1.test.agent";
    private const string Address = "10.0.1.200";

    // With a byte that is no UTF-8, tabs, a line without an end.
    private static readonly byte[] Foreign =
        [.. "# caf"u8, 0xe9, .. "\n/dev/none\t/mnt/none  ext4 noauto,ro 0\t0\n\nproc /mnt/proc proc noauto 0 0"u8];

    private StorageDriver storage = null!;

    public async Task InitializeAsync()
    {
        storage = new StorageDriver(
            host.Cloud.Driver.Network, host.Cloud.State.Path, TimeProvider.System, NullLogger<StorageDriver>.Instance);
        await storage.CreateFileSystemAsync(FileSystem, CancellationToken.None);
        await storage.ApplyMountTargetAsync(
            new MountTargetSpec
            {
                MountTargetId = Target,
                VcnId = AgentCloud.Vcn,
                SubnetId = AgentCloud.Nodes,
                Address = Address,
                Exports =
                [
                    new ExportSpec
                    {
                        ExportId = "ocid1.export.oc1.test.agent",
                        FileSystemId = FileSystem,
                        Path = "/moodledata",
                        Options =
                        [
                            new ExportOptionSpec
                            {
                                Source = "10.0.1.0/24",
                                RequirePrivilegedSourcePort = true,
                                IsReadOnly = false,
                                IdentitySquash = "NONE",
                                AnonymousUid = 65534,
                                AnonymousGid = 65534,
                            },
                        ],
                    },
                ],
            },
            CancellationToken.None);
        await host.SucceedAsync("dnf", "install", "-y", "-q", "nfs-utils");
    }

    public async Task DisposeAsync()
    {
        await storage.DeleteMountTargetAsync(Target, CancellationToken.None);
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task A_mount_is_live_and_in_fstab_foreign_lines_stay_byte_for_byte_and_a_dead_server_hangs_nothing()
    {
        await File.WriteAllBytesAsync(host.Map("/etc/fstab"), Foreign);
        await host.ProveAsync(Mount());
        Assert.Equal("/var/www/moodledata", await host.SucceedAsync("findmnt", "-n", "-o", "TARGET", "/var/www/moodledata"));
        var line = $"\n{Address}:/moodledata /var/www/moodledata nfs defaults,_netdev,nofail,nosuid 0 0\n";
        byte[] wanted = [.. Foreign, .. Encoding.ASCII.GetBytes(line)];
        Assert.Equal(wanted, await File.ReadAllBytesAsync(host.Map("/etc/fstab")));

        var server = await host.SucceedAsync("pidof", "bindfs");
        await host.SucceedAsync("kill", "-STOP", server);
        try
        {
            await host.SettledAsync(Mount());
            var hung = await host.RunSpecAsync(
                RunMode.Apply, TimeSpan.FromSeconds(2),
                new TaskSpec { Id = "hangs", Ownership = new() { Path = "/var/www/moodledata/x" } });
            Assert.Equal("run-too-slow", Assert.Single(hung.Results).ErrorCode);
            var next = await host.OneAsync(RunMode.Apply, new TaskSpec { Id = "next", Directory = new() { Path = "/var/www/next" } });
            Assert.Equal(TaskStatus.Changed, next.Status);
        }
        finally
        {
            await host.SucceedAsync("kill", "-CONT", server);
        }

        await host.SettledAsync(Mount());
    }

    [Fact]
    public async Task When_the_server_refuses_the_task_tells_its_words()
    {
        var mount = Mount();
        mount.Mount.Source = $"{Address}:/elsewhere";
        mount.Mount.Path = "/var/www/elsewhere";
        mount.Id = "mount";
        var failed = await host.OneAsync(RunMode.Apply, mount);
        Assert.Equal("mount-refused", failed.ErrorCode);
        Assert.Contains($"access denied by server while mounting {Address}:/elsewhere", failed.Error, StringComparison.Ordinal);
    }

    private static TaskSpec Mount() => new()
    {
        Mount = new()
        {
            Source = $"{Address}:/moodledata",
            Path = "/var/www/moodledata",
            Type = "nfs",
            Options = "defaults,_netdev,nofail,nosuid",
        },
    };
}
