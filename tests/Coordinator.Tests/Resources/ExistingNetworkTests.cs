using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci.VirtualNetwork;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

/// <summary>A site in a network that was there before.</summary>
[Trait("Ring", "cloud")]
public sealed class ExistingNetworkTests(CloudKeys keys) : IClassFixture<CloudKeys>
{
    private static readonly string[] Roles = ["public", "nodes", "database"];

    [Fact]
    [Trait("Feature", "2")]
    public async Task A_site_adds_its_security_lists_to_subnets_that_are_there_and_takes_them_away_again()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        var clients = bed.Access().Connect(CloudTestBed.Site().Cloud);
        var site = await BuildAsync(clients);
        var before = await SubnetsAsync(clients);

        var (made, _) = await bed.ApplyAsync(site);

        Assert.Equal("", made.Error);
        var during = await SubnetsAsync(clients);
        Assert.All(Roles, role => Assert.Equal(before[role].SecurityListIds![0], during[role].SecurityListIds![0]));
        Assert.All(Roles, role => Assert.Equal(2, during[role].SecurityListIds!.Count));
        Assert.All(Roles, role => Assert.Equal(before[role].RouteTableId, during[role].RouteTableId));
        Assert.Single(await clients.Network.ListVcnsAsync(
            new ListVcnsQuery { CompartmentId = clients.Tenancy }, CancellationToken.None).ToListAsync());
        Assert.False((await bed.ApplyAsync(site)).Ended.Changed);

        using var store = bed.OpenStore();
        using var deployment = bed.Deployment(store);
        var ended = await deployment.DestroyAsync(
            new DestroyScope(WithData: true, WithoutCopy: true), new EventList(), CancellationToken.None);

        Assert.Equal("", ended.Error);
        var after = await SubnetsAsync(clients);
        Assert.All(Roles, role => Assert.Equal(before[role].SecurityListIds!, after[role].SecurityListIds!));
        Assert.DoesNotContain(
            await clients.Network.ListSecurityListsAsync(
                new ListSecurityListsQuery { CompartmentId = clients.Tenancy }, CancellationToken.None).ToListAsync(),
            list => list.LifecycleState != "TERMINATED" && list.FreeformTags?.ContainsKey(CloudSite.SiteTag) == true);
    }

    [Fact]
    public async Task When_somebody_takes_the_sites_list_off_a_subnet_the_next_apply_puts_it_back()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        var clients = bed.Access().Connect(CloudTestBed.Site().Cloud);
        var site = await BuildAsync(clients);
        Assert.Equal("", (await bed.ApplyAsync(site)).Ended.Error);
        var whole = (await SubnetsAsync(clients))["nodes"];
        await clients.Network.UpdateSubnetAsync(
            whole.Id, new UpdateSubnetDetails { SecurityListIds = [whole.SecurityListIds![0]] }, null, CancellationToken.None);

        var (ended, events) = await bed.ApplyAsync(site);

        Assert.Equal("", ended.Error);
        Assert.Equal(
            StepAction.Update, events.First(entry => entry.Plan is not null).Plan.Steps.Single(
                step => step.Step == "network/rules-nodes").Action);
        Assert.Equal(whole.SecurityListIds!, (await SubnetsAsync(clients))["nodes"].SecurityListIds!);
    }

    [Fact]
    public async Task A_network_that_is_not_ours_to_use_is_told_by_its_key()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        var clients = bed.Access().Connect(CloudTestBed.Site().Cloud);
        var site = await BuildAsync(clients);
        var other = await clients.Network.CreateVcnAsync(
            new CreateVcnDetails { CompartmentId = clients.Tenancy, CidrBlocks = ["10.9.0.0/16"] }, "token-of-another",
            CancellationToken.None);
        using var store = bed.OpenStore();
        using var deployment = bed.Deployment(store);
        Task<IReadOnlyList<SiteFileProblem>> CheckAsync(Site changed) => deployment.CheckAsync(changed, CancellationToken.None);

        Assert.Empty(await CheckAsync(site));

        var foreign = await CheckAsync(With(site, "network/vcn", other.Value.Id));
        Assert.Equal(
            ["network.subnets.database", "network.subnets.nodes", "network.subnets.public"],
            foreign.Select(problem => problem.Key).Order(StringComparer.Ordinal));
        Assert.All(foreign, problem => Assert.Contains("lies in another VCN", problem.Message, StringComparison.Ordinal));

        var missing = Assert.Single(await CheckAsync(With(site, "network/subnet-nodes", "ocid1.subnet.oc1..nobody")));
        Assert.Equal("network.subnets.nodes", missing.Key);
        Assert.Contains("is not there", missing.Message, StringComparison.Ordinal);

        var region = Assert.Single(await CheckAsync(site with { Cloud = site.Cloud with { Region = "eu-nowhere-1" } }));
        Assert.Equal("cloud.region", region.Key);

        var compartment = await CheckAsync(
            site with { Cloud = site.Cloud with { Compartment = "ocid1.compartment.oc1..nobody" } });
        Assert.Contains(compartment, problem => problem.Key == "cloud.compartment");
        Assert.Contains(
            compartment, problem => problem.Message.Contains("lies in the compartment", StringComparison.Ordinal));
    }

    private static Site With(Site site, string step, string ocid) => site with
    {
        Adopted = new Dictionary<string, string>(site.Adopted) { [step] = ocid },
    };

    // As an administrator's network is: one VCN, three subnets, a list of its own for each.
    private static async Task<Site> BuildAsync(CloudClients clients)
    {
        var compartment = clients.Tenancy;
        var vcn = (await clients.Network.CreateVcnAsync(
            new CreateVcnDetails { CompartmentId = compartment, DisplayName = "office", CidrBlocks = ["10.7.0.0/16"] },
            "token-vcn", CancellationToken.None)).Value.Id;
        var adopted = new Dictionary<string, string> { ["network/vcn"] = vcn };
        foreach (var (role, number) in Roles.Select((role, number) => (role, number)))
        {
            var list = await clients.Network.CreateSecurityListAsync(
                new CreateSecurityListDetails
                {
                    CompartmentId = compartment,
                    VcnId = vcn,
                    DisplayName = role,
                    IngressSecurityRules = [],
                    EgressSecurityRules = [new EgressSecurityRule { Protocol = "all", Destination = "0.0.0.0/0" }],
                },
                $"token-list-{role}", CancellationToken.None);
            adopted[$"network/subnet-{role}"] = (await clients.Network.CreateSubnetAsync(
                new CreateSubnetDetails
                {
                    CompartmentId = compartment,
                    VcnId = vcn,
                    DisplayName = role,
                    CidrBlock = $"10.7.{number}.0/24",
                    ProhibitPublicIpOnVnic = number > 0,
                    SecurityListIds = [list.Value.Id],
                },
                $"token-subnet-{role}", CancellationToken.None)).Value.Id;
        }

        var site = CloudTestBed.Site(nodes: 1, replicas: 0);
        return site with
        {
            Adopted = adopted,
            Network = site.Network with
            {
                Cidr = "10.7.0.0/16",
                PublicCidr = "10.7.0.0/24",
                NodesCidr = "10.7.1.0/24",
                DatabaseCidr = "10.7.2.0/24",
                AddsSecurityLists = true,
            },
        };
    }

    private static async Task<Dictionary<string, Subnet>> SubnetsAsync(CloudClients clients) =>
        await clients.Network.ListSubnetsAsync(
                new ListSubnetsQuery { CompartmentId = clients.Tenancy }, CancellationToken.None)
            .ToDictionaryAsync(subnet => subnet.DisplayName!, subnet => subnet);
}
