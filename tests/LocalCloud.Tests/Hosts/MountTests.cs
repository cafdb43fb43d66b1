using Microsoft.Extensions.Logging.Abstractions;
using MoodleNodeAgent.LocalCloud.Storage;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>The hosts' stand-in for mount.nfs against the real NFS server of a mount target.</summary>
[Trait("Ring", "hosts")]
public sealed class MountTests(HostsFixture cloud) : IClassFixture<HostsFixture>, IAsyncLifetime
{
    private const string FileSystem = "ocid1.filesystem.oc1.test.data";
    private const string Target = "ocid1.mounttarget.oc1.test.target";
    private StorageDriver _storage = null!;

    public async Task InitializeAsync()
    {
        _storage = new StorageDriver(
            cloud.Driver.Network, cloud.State.Path, TimeProvider.System, NullLogger<StorageDriver>.Instance);
        await _storage.CreateFileSystemAsync(FileSystem, CancellationToken.None);
        foreach (var node in new[] { "web-1", "web-2" })
        {
            await cloud.SucceedAsync(node, "dnf", "install", "--assumeyes", "--quiet", "nfs-utils", "httpd-filesystem");
            await cloud.SucceedAsync(node, "mkdir", "-p", "/data");
        }
    }

    public async Task DisposeAsync()
    {
        await _storage.DeleteMountTargetAsync(Target, CancellationToken.None);
        await _storage.DisposeAsync();
        await cloud.Driver.ApplyNetworkAsync(HostsFixture.Network([]), CancellationToken.None);
    }

    [Fact]
    public async Task Two_hosts_share_a_file_system_that_fstab_mounts()
    {
        await ExportAsync("10.0.1.0/24");
        foreach (var node in new[] { "web-1", "web-2" })
        {
            await cloud.SucceedAsync(node, "sh", "-c",
                "echo '10.0.2.7:/moodledata /data nfs defaults,nofail,nosuid,_netdev,vers=3 0 0' >> /etc/fstab");
            await cloud.SucceedAsync(node, "systemctl", "daemon-reload");
            await cloud.SucceedAsync(node, "systemctl", "start", "data.mount");
        }

        await cloud.SucceedAsync("web-1", "sh", "-c", "echo shared > /data/file; chown apache:apache /data/file");
        Assert.Equal("shared\n", await cloud.SucceedAsync("web-2", "cat", "/data/file"));
        Assert.Equal("48:48\n", await cloud.SucceedAsync("web-2", "stat", "-c", "%u:%g", "/data/file"));
        Assert.EndsWith("/10.0.2.7:/moodledata fuse.nfs\n", await cloud.SucceedAsync(
            "web-1", "findmnt", "-n", "-r", "-o", "SOURCE,FSTYPE", "/data"), StringComparison.Ordinal);
        foreach (var node in new[] { "web-1", "web-2" })
        {
            await cloud.SucceedAsync(node, "systemctl", "stop", "data.mount");
            await cloud.SucceedAsync(node, "sed", "-i", "/moodledata/d", "/etc/fstab");
        }
    }

    [Fact]
    public async Task When_the_export_refuses_the_host_the_mount_says_so()
    {
        await ExportAsync("10.0.3.0/24");
        await AssertRefusedAsync("mount.nfs: access denied by server while mounting 10.0.2.7:/moodledata");
    }

    [Fact]
    public async Task When_there_is_no_such_export_the_server_refuses()
    {
        await ExportAsync("10.0.1.0/24");
        (var exitCode, _, var error) = await cloud.RunAsync(
            "web-1", "mount", "-t", "nfs", "10.0.2.7:/elsewhere", "/data");
        Assert.Equal(32, exitCode);
        Assert.Contains("mount.nfs: access denied by server while mounting 10.0.2.7:/elsewhere",
            error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_security_rules_drop_NFS_the_mount_times_out()
    {
        await ExportAsync("10.0.1.0/24");
        NetworkSpec network = HostsFixture.Network([]);
        await cloud.Driver.ApplyNetworkAsync(network with
        {
            Subnets = [network.Subnets[0], network.Subnets[1] with { Ingress = [] }],
        }, CancellationToken.None);
        await AssertRefusedAsync("mount.nfs: Connection timed out");
    }

    private async Task AssertRefusedAsync(string words)
    {
        (var exitCode, _, var error) = await cloud.RunAsync(
            "web-1", "mount", "-t", "nfs", "10.0.2.7:/moodledata", "/data");
        Assert.Equal(32, exitCode);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    private async Task ExportAsync(string source) => await _storage.ApplyMountTargetAsync(new MountTargetSpec
    {
        MountTargetId = Target,
        VcnId = HostsFixture.Vcn,
        SubnetId = HostsFixture.Database,
        Address = "10.0.2.7",
        Exports =
        [
            new ExportSpec
            {
                ExportId = "ocid1.export.oc1.test.data",
                FileSystemId = FileSystem,
                Path = "/moodledata",
                Options =
                [
                    new ExportOptionSpec
                    {
                        Source = source,
                        RequirePrivilegedSourcePort = true,
                        IsReadOnly = false,
                        IdentitySquash = "NONE",
                        AnonymousUid = 65534,
                        AnonymousGid = 65534,
                    },
                ],
            },
        ],
    }, CancellationToken.None);
}
