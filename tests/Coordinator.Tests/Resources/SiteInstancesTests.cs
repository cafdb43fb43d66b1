using System.Text;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci.Compute;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

public sealed class SiteInstancesTests
{
    [Fact]
    public async Task The_instance_of_a_node_is_the_one_that_the_journal_has_and_the_roots_are_the_clouds()
    {
        await using var bed = await CloudTestBed.StartAsync();
        var site = CloudTestBed.Site();
        await bed.ApplyAsync(site);
        using var store = bed.OpenStore();
        using var instances = new SiteInstances(store, bed.Access(), TimeProvider.System);
        var clients = bed.Access().Connect(site.Cloud);

        var launched = instances.Find("web-1");

        Assert.NotNull(launched);
        var instance = (await clients.Compute.GetInstanceAsync(launched.InstanceId, CancellationToken.None)).Value;
        Assert.EndsWith("web-1", instance.DisplayName, StringComparison.Ordinal);
        Assert.Equal(instance.CompartmentId, launched.CompartmentId);
        Assert.Equal(clients.Tenancy, launched.TenancyId);
        Assert.NotEqual(launched, instances.Find("web-2"));
        Assert.Null(instances.Find("web-9"));
        var root = Assert.Single(await instances.RootsAsync(CancellationToken.None));
        Assert.Equal(root.Subject, root.Issuer);
    }

    [Fact]
    public async Task A_launched_node_has_no_secret_in_its_user_data_and_no_old_metadata_endpoints()
    {
        await using var bed = await CloudTestBed.StartAsync();
        var site = CloudTestBed.Site();
        await bed.ApplyAsync(site);
        using var store = bed.OpenStore();
        using var instances = new SiteInstances(store, bed.Access(), TimeProvider.System);
        Instance instance = (await bed.Access().Connect(site.Cloud).Compute.GetInstanceAsync(
            instances.Find("web-1")!.InstanceId, CancellationToken.None)).Value;

        var userData = Encoding.UTF8.GetString(Convert.FromBase64String(instance.Metadata!["user_data"]));

        Assert.DoesNotContain("token", userData, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("PRIVATE", userData, StringComparison.Ordinal);
        Assert.True(instance.InstanceOptions!.AreLegacyImdsEndpointsDisabled);
        var firstAct = userData.IndexOf("bootcmd", StringComparison.Ordinal);
        Assert.InRange(firstAct, 0, userData.IndexOf("write_files", StringComparison.Ordinal));
        Assert.Contains(
            "to 169.254.169.254 uidrange 1-4294967294 ipproto 6 dport 80 prohibit", userData, StringComparison.Ordinal);
        // The agent's package is checked against the release key, whatever a host's other repositories say.
        foreach (var line in (string[])["gpgcheck=1", "repo_gpgcheck=1", "enabled=0", "--repo moodle-node-agent",
            "package=moodle-node-agent-0.1.0-1.x86_64", "BEGIN PGP PUBLIC KEY"])
        {
            Assert.Contains(line, userData, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("nogpgcheck", userData, StringComparison.Ordinal);
    }
}
