using MoodleNodeAgent.Cli;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

[Trait("Ring", "cloud")]
public sealed class ImportTests(CloudKeys keys) : IClassFixture<CloudKeys>
{
    private static readonly string[] OfTheNodes = ["session", "packages", "storage", "app", "cron"];

    [Fact]
    [Trait("Feature", "66")]
    public async Task A_site_made_by_hand_is_imported_and_the_plan_changes_nothing_of_it()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        using var control = new CloudControl(bed.Endpoint);
        var clients = bed.Access().Connect(CloudTestBed.Site().Cloud);
        await new HandMadeSite(clients, await CompartmentAsync(clients)).BuildAsync();
        await control.ClearAsync("requests");

        var (exit, file, said) = await ImportAsync(bed);

        Assert.True(exit == 0, said);
        var read = SiteFileReader.Read(file, await File.ReadAllTextAsync(file));
        Assert.Empty(read.Problems);
        var site = read.Site!;
        Assert.Equal((2, 1d, 8d), (site.Nodes.Count, site.Nodes.Ocpus, site.Nodes.MemoryGb));
        Assert.Equal(("MySQL.8", true, 150, 2), (
            site.Database.Shape, site.Database.HighAvailability, site.Database.StorageGb, site.Database.Replicas));
        Assert.Equal(("/moodle", new HealthSpec("/", 303)), (site.Storage.Export, site.Balancer.Health));
        Assert.Equal("backendset_2023", site.Adopted["balancer/set-80"]);
        using var store = bed.OpenStore();
        using var deployment = bed.Deployment(store);

        var plan = await deployment.PlanAsync(site, bed.Artifact, CancellationToken.None);

        // What is left is the agents' work, and what can be looked at only after it.
        var changes = plan.Steps.Where(step => step.Action != StepAction.None).Select(step => step.Step).ToList();
        Assert.All(changes, step => Assert.True(
            OfTheNodes.Contains(step.Split('/')[^1])
            || step is "database/schema" or "app/install" or "balancer/backends" or "balancer/health" or "site/proof",
            $"{step} would be changed"));
        Assert.All(
            site.Adopted.Keys.Where(key => !key.StartsWith("balancer/set-", StringComparison.Ordinal)),
            key => Assert.Equal(StepAction.None, plan.Steps.Single(step => step.Step == key).Action));
        Assert.DoesNotContain(plan.Steps, step => step.Step.Contains("gateway", StringComparison.Ordinal));
        Assert.Empty(await control.ChangesAsync());
    }

    [Fact]
    [Trait("Feature", "66")]
    public async Task An_apply_of_an_imported_site_makes_and_changes_nothing_in_the_cloud()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        using var control = new CloudControl(bed.Endpoint);
        var clients = bed.Access().Connect(CloudTestBed.Site().Cloud);
        await new HandMadeSite(clients, await CompartmentAsync(clients)).BuildAsync();
        var (_, file, said) = await ImportAsync(bed);
        Assert.True(File.Exists(file), said);
        var site = SiteFileReader.Read(file, await File.ReadAllTextAsync(file)).Site! with { Product = "sample" };
        await control.ClearAsync("requests");

        var (ended, _) = await bed.ApplyAsync(site);
        var (again, _) = await bed.ApplyAsync(site);

        Assert.True(ended.Succeeded, ended.Error);
        Assert.False(again.Changed);
        Assert.Empty(await control.ChangesAsync());
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task A_compartment_without_a_site_is_told()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);

        var (exit, file, said) = await ImportAsync(bed);

        Assert.Equal(1, exit);
        Assert.Contains("There is no active DB system in this compartment", said, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task When_an_adopted_resource_is_gone_the_plan_names_it_and_makes_no_other_one()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        var site = CloudTestBed.Site() with
        {
            Adopted = new Dictionary<string, string> { ["network/vcn"] = "ocid1.vcn.oc1.eu-frankfurt-1.gone" },
        };

        var (ended, _) = await bed.ApplyAsync(site);

        Assert.False(ended.Succeeded);
        Assert.Contains("ocid1.vcn.oc1.eu-frankfurt-1.gone, which the site file adopts as network/vcn, is gone", ended.Error, StringComparison.Ordinal);
    }

    private static async Task<string> CompartmentAsync(CloudClients clients) =>
        (await clients.Identity.ListCompartmentsAsync(
            new Oci.Identity.ListCompartmentsQuery { CompartmentId = clients.Tenancy }, CancellationToken.None)
            .FirstAsync()).Id;

    private static async Task<(int Exit, string File, string Said)> ImportAsync(CloudTestBed bed)
    {
        using var said = new StringWriter();
        var file = Path.Combine(Path.GetDirectoryName(bed.ConfigFile)!, "imported.yaml");
        var exit = await CommandLine.RunAsync(
            ["import", file, "--compartment", "sites", "--oci-config", bed.ConfigFile, "--oci-endpoint", $"{bed.Endpoint}"],
            new Terminal { Output = said, Error = said, Live = null, Clock = TimeProvider.System, SocketPath = null, ConfigFolder = Path.GetDirectoryName(bed.ConfigFile)! },
            CancellationToken.None);
        return (exit, file, said.ToString());
    }
}
