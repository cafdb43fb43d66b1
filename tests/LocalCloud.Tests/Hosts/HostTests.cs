using System.Net;
using System.Net.Sockets;
using MoodleNodeAgent.LocalCloud.Networking;

namespace MoodleNodeAgent.LocalCloud.Hosts;

[Trait("Ring", "hosts")]
public sealed class HostTests(HostsFixture cloud) : IClassFixture<HostsFixture>
{
    [Fact]
    public async Task User_data_runs_unchanged_at_the_first_boot()
    {
        Assert.Equal("first boot", await cloud.SucceedAsync("web-1", "cat", "/etc/written-by-user-data"));
        Assert.Equal("ran as root\n", await cloud.SucceedAsync("web-2", "cat", "/root/ran"));
        Assert.Contains("status: done", await cloud.SucceedAsync("web-1", "cloud-init", "status"), StringComparison.Ordinal);
        Assert.Equal("running\n", await cloud.SucceedAsync("web-1", "systemctl", "is-system-running"));
    }

    [Fact]
    public async Task The_metadata_service_knows_an_instance_by_its_address_and_wants_the_header()
    {
        const string url = "http://169.254.169.254/opc/v2/instance/displayName";
        Assert.Equal("web-2", await cloud.SucceedAsync(
            "web-2", "curl", "-sf", "-H", "Authorization: Bearer Oracle", url));
        Assert.Contains("10.0.1.11", await cloud.SucceedAsync(
            "web-1", "curl", "-sf", "-H", "Authorization: Bearer Oracle", "http://169.254.169.254/opc/v2/vnics/"),
            StringComparison.Ordinal);
        (var exitCode, _, _) = await cloud.RunAsync("web-2", "curl", "-sf", url);
        Assert.NotEqual(0, exitCode);
    }

    [Fact]
    public async Task Two_hosts_of_a_subnet_reach_each_other_only_as_the_security_rules_say()
    {
        NetworkPlace place = await cloud.Driver.Network.AttachAsync(
            "ocid1.instance.oc1.test.web-2", HostsFixture.Vcn, "10.0.1.12", CancellationToken.None);
        using Socket server = place.Listen(new IPEndPoint(IPAddress.Any, 8080));
        Assert.NotEqual(0, await ConnectAsync());

        await cloud.Driver.ApplyNetworkAsync(
            HostsFixture.Network([HostsFixture.Tcp("10.0.1.0/24", 8080)]), CancellationToken.None);
        Assert.Equal(0, await ConnectAsync());

        await cloud.Driver.ApplyNetworkAsync(
            HostsFixture.Network([HostsFixture.Tcp("10.0.2.0/24", 8080)]), CancellationToken.None);
        Assert.NotEqual(0, await ConnectAsync());

        async Task<int> ConnectAsync() => (await cloud.RunAsync(
            "web-1", "timeout", "1", "bash", "-c", "exec 3<>/dev/tcp/10.0.1.12/8080")).ExitCode;
    }

    [Fact]
    public async Task Packages_of_Enterprise_Linux_install_with_dnf_and_serve_PHP()
    {
        await cloud.SucceedAsync("web-1", "dnf", "install", "--assumeyes", "httpd", "php-fpm", "php-cli", "nfs-utils",
            "php-mysqlnd", "php-xml", "php-mbstring", "php-gd", "php-intl", "php-soap", "php-opcache", "php-pecl-zip",
            "php-sodium", "php-process", "policycoreutils-python-utils");
        Assert.StartsWith("httpd-2.4", await cloud.SucceedAsync("web-1", "rpm", "-q", "httpd"), StringComparison.Ordinal);
        Assert.Equal("48:48\n", await cloud.SucceedAsync("web-1", "sh", "-c", "echo $(id -u apache):$(id -g apache)"));
        await cloud.SucceedAsync("web-1", "sh", "-c",
            "echo '<?php echo implode(\" \", get_loaded_extensions()), \" path=\", $_SERVER[\"PATH_INFO\"] ?? \"\";'"
            + " > /var/www/html/list.php");
        await cloud.SucceedAsync("web-1", "systemctl", "enable", "--now", "php-fpm.service", "httpd.service");
        var page = await cloud.SucceedAsync("web-1", "curl", "-sS", "http://127.0.0.1/list.php/below/it");
        foreach (var extension in new[]
            { "curl", "mysqli", "mbstring", "gd", "intl", "soap", "zip", "sodium", "dom", "posix", "iconv", "exif" })
        {
            Assert.Contains($" {extension} ", page, StringComparison.Ordinal);
        }

        Assert.Contains("Zend OPcache", page, StringComparison.Ordinal);
        Assert.EndsWith("path=/below/it", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_extension_is_loaded_only_once_its_package_is_installed()
    {
        await cloud.SucceedAsync("web-2", "dnf", "install", "--assumeyes", "php-cli");
        Assert.DoesNotContain("mysqli", await cloud.SucceedAsync("web-2", "php", "-m"), StringComparison.Ordinal);
        await cloud.SucceedAsync("web-2", "dnf", "install", "--assumeyes", "php-mysqlnd");
        Assert.Contains("mysqli", await cloud.SucceedAsync("web-2", "php", "-m"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SELinux_booleans_persist_and_are_told_by_the_stand_in()
    {
        Assert.Equal("httpd_use_nfs --> off\n", await cloud.SucceedAsync("web-1", "getsebool", "httpd_use_nfs"));
        await cloud.SucceedAsync(
            "web-1", "setsebool", "-P", "httpd_use_nfs=1", "httpd_can_network_connect_db=1");
        Assert.Equal("httpd_use_nfs --> on\nhttpd_can_network_connect_db --> on\n", await cloud.SucceedAsync(
            "web-1", "getsebool", "httpd_use_nfs", "httpd_can_network_connect_db"));
    }

    [Fact]
    public async Task A_stopped_host_boots_again_from_its_disk()
    {
        InstanceSpec third = HostsFixture.Instance("web-3", HostsFixture.Nodes, "10.0.1.13");
        await cloud.Driver.LaunchInstanceAsync(third, CancellationToken.None);
        await cloud.FirstBootAsync("web-3");
        await cloud.SucceedAsync("web-3", "touch", "/root/kept");
        await cloud.Driver.StopInstanceAsync(third.InstanceId, CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => cloud.RunAsync("web-3", "true"));

        await cloud.Driver.StartInstanceAsync(third.InstanceId, CancellationToken.None);
        await cloud.SucceedAsync("web-3", "test", "-e", "/root/kept");

        await cloud.Driver.TerminateInstanceAsync(third.InstanceId, CancellationToken.None);
        Assert.False(Directory.Exists(Path.Combine(cloud.State.Hosts, cloud.State.NameFor(third.InstanceId))));
        Assert.False(File.Exists($"/run/netns/{cloud.State.NameFor(third.InstanceId)}"));
    }
}
