using MoodleNodeAgent.Coordinator.Control;
using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Coordinator.Proof;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Sites.Products;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>What the steps of a site work with besides the cloud.</summary>
internal sealed record SiteParts
{
    public required IFleet Fleet { get; init; }

    public required IBootstrap Bootstrap { get; init; }

    public required IProductDatabase Databases { get; init; }

    public required ISiteProver Prover { get; init; }

    public required ISecretStore Secrets { get; init; }

    public required ControlSettings Control { get; init; }

    /// <summary>Asked before a replica is deleted. Default null: nobody reads from replicas.</summary>
    public IReadWithdrawal? Reads { get; init; }

    /// <summary>Set on a coordinator that launches the site's control host and does nothing else. Default: null.</summary>
    public ControlParts? Launch { get; init; }
}

/// <summary>All steps of a site, from the VCN to the proof.</summary>
internal sealed class SiteGraph
{
    private static readonly TimeSpan PackagesExpected = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StorageExpected = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ApplicationExpected = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan InstallationExpected = TimeSpan.FromSeconds(60);

    private readonly CloudSite cloud;
    private readonly Site site;
    private readonly SiteParts parts;
    private readonly Artifact artifact;
    private readonly IProduct product;
    private readonly List<Step> steps = [];

    private SiteGraph(CloudSite cloud, SiteParts parts, Artifact artifact)
    {
        this.cloud = cloud;
        site = cloud.Site;
        this.parts = parts;
        this.artifact = artifact;
        product = Products.ByName(site.Product) ?? throw new InvalidOperationException(
            $"There is no product {site.Product}. Set product to one of: {string.Join(", ", Products.Names)}.");
    }

    /// <summary>Graph of this site.</summary>
    public static Graph Build(CloudSite cloud, SiteParts parts, Artifact artifact)
    {
        var graph = new SiteGraph(cloud, parts, artifact);
        graph.AddAll();
        return Graph.Of(graph.steps);
    }

    /// <summary>Graph of this site, with the deletion of what is in the cloud and not in the site.</summary>
    public static Graph Build(
        CloudSite cloud, SiteParts parts, Artifact artifact, IReadOnlyList<TaggedResource> found, IStepStates states,
        IJournal journal)
    {
        var graph = new SiteGraph(cloud, parts, artifact);
        graph.AddAll();
        return parts.Launch is not null ? Graph.Of(graph.steps) : Graph.Of(
            [.. graph.steps, .. new Removals(cloud, parts.Fleet, parts.Reads).Beyond(graph.steps, found, states, journal)]);
    }

    private void AddAll()
    {
        if (parts.Launch is { } launch)
        {
            AddControl(launch);
            return;
        }

        var network = AddNetwork();
        var balancer = Add(new BalancerStep(cloud, StepIds.Balancer, network.Public));
        var fileSystem = Add(new FileSystemStep(cloud, StepIds.FileSystem));
        var mountTarget = Add(new MountTargetStep(cloud, StepIds.MountTarget, network.Nodes));
        var export = Add(new ExportStep(cloud, StepIds.Export, fileSystem.ResourceId, mountTarget.ExportSet));
        var (schema, endpoints) = AddDatabase(network.Database);

        var outputs = new ApplicationOutputs(balancer, mountTarget, export, schema, endpoints);
        var nodes = site.Nodes.Names.Select((node, number) => AddNode(node, number, network, outputs)).ToList();
        var install = Add(new NodeRunStep(
            StepIds.Install, site.Nodes.Names[0], parts.Fleet, InstallationExpected, step =>
            {
                step.Uses(nodes[0].Application.Done);
                var sources = Sources(step, outputs);
                return () => product.Installation(site, site.Nodes.Names[0], sources.Read());
            }));
        foreach (var (node, number) in site.Nodes.Names.Select((node, number) => (node, number)))
        {
            AddSchedule(node, nodes[number], install, outputs);
        }

        var backends = Add(new BackendsStep(
            cloud, StepIds.Backends, balancer, [.. nodes.Select(node => node.Instance)],
            [.. nodes.Select(node => node.Application.Done), install.Done]));
        var health = Add(new BackendHealthStep(cloud, StepIds.Health, balancer, backends));
        Add(new SiteProofStep(
            StepIds.Proof, site, product, parts.Prover, health, balancer, step => Sources(step, outputs)));
    }

    private Network AddNetwork()
    {
        var vcn = Add(new VcnStep(cloud, "network/vcn"));
        if (vcn.IsAdopted)
        {
            return AdoptNetwork(vcn);
        }

        var nat = Add(new NatGatewayStep(cloud, "network/nat-gateway", vcn.ResourceId));
        var services = Add(new ServiceGatewayStep(cloud, "network/service-gateway", vcn.ResourceId));
        var publicSubnet = AddPublicSubnet(vcn);
        var privateRoutes = Add(new RouteTableStep(
            cloud, "network/routes-private", vcn.ResourceId, nat.ResourceId, services));
        var spec = site.Network;
        return new Network(
            publicSubnet,
            AddSubnet(
                new SubnetSpec("nodes", spec.NodesCidr, IsPrivate: true, "network.nodes_cidr"), vcn, privateRoutes,
                SecurityRules.Nodes(site)),
            AddSubnet(
                new SubnetSpec("database", spec.DatabaseCidr, IsPrivate: true, "network.database_cidr"), vcn,
                privateRoutes, SecurityRules.Database(site)));
    }

    private Output<string> AddPublicSubnet(VcnStep vcn)
    {
        var internet = Add(new InternetGatewayStep(cloud, "network/internet-gateway", vcn.ResourceId));
        var routes = Add(new RouteTableStep(
            cloud, "network/routes-public", vcn.ResourceId, internet.ResourceId, null));
        return AddSubnet(
            new SubnetSpec("public", site.Network.PublicCidr, IsPrivate: false, "network.public_cidr"), vcn, routes,
            SecurityRules.Public(site));
    }

    // Its own part of the network, the host in it, and what the host may do; nothing begins before the site is claimed.
    private void AddControl(ControlParts launch)
    {
        var spec = site.Control ?? throw new InvalidOperationException(
            $"The file of the site {site.Name} wants no control host. Add the section control.");
        var bucket = Add(new BucketStep(cloud));
        var claim = Add(new ClaimStep(cloud, launch, bucket.ResourceId));
        var packages = Add(new PackagesStep(cloud, launch.PackagesFolder, bucket.ResourceId, claim.Done));
        var vcn = Add(new VcnStep(cloud, "network/vcn"));
        vcn.Uses(claim.Done);
        var subnet = vcn.IsAdopted
            ? AdoptSubnet(vcn, "public", site.Network.PublicCidr, SecurityRules.Public)
            : AddPublicSubnet(vcn);
        var host = Add(new ControlHostStep(cloud, spec, launch, subnet, packages.Files));
        var group = Add(new DynamicGroupStep(cloud, host.ResourceId));
        var policy = Add(new ControlPolicyStep(cloud, group.Done));
        Add(new HandoverStep(cloud, launch, host, policy.Done));
    }

    private Network AdoptNetwork(VcnStep vcn) => new(
        AdoptSubnet(vcn, "public", site.Network.PublicCidr, SecurityRules.Public),
        AdoptSubnet(vcn, "nodes", site.Network.NodesCidr, SecurityRules.Nodes),
        AdoptSubnet(vcn, "database", site.Network.DatabaseCidr, SecurityRules.Database));

    // Gateways and routes of a network that was there before are its owner's, and its security lists as well.
    private Output<string> AdoptSubnet(VcnStep vcn, string label, string cidr, Func<Site, SecurityRules> rules)
    {
        var subnet = Add(new SubnetStep(
            cloud, $"network/subnet-{label}", new SubnetSpec(label, cidr, IsPrivate: true, $"network.{label}"),
            vcn.ResourceId));
        if (!site.Network.AddsSecurityLists)
        {
            return subnet.ResourceId;
        }

        var list = Add(new SecurityListStep(cloud, $"network/security-{label}", vcn.ResourceId, rules(site)));
        return Add(new SubnetRulesStep(cloud, $"network/rules-{label}", subnet, list)).Subnet;
    }

    private Output<string> AddSubnet(SubnetSpec spec, VcnStep vcn, RouteTableStep routes, SecurityRules rules)
    {
        var list = Add(new SecurityListStep(cloud, $"network/security-{spec.Label}", vcn.ResourceId, rules));
        return Add(new SubnetStep(
            cloud, $"network/subnet-{spec.Label}", spec, vcn.ResourceId, routes.ResourceId, list.ResourceId)).ResourceId;
    }

    private (DatabaseSchemaStep Schema, DatabaseEndpointsStep Endpoints) AddDatabase(Output<string> subnet)
    {
        var system = Add(new DbSystemStep(cloud, StepIds.DbSystem, subnet, parts.Secrets));
        var replicas = new List<ReplicaStep>();
        for (var number = 1; number <= site.Database.Replicas; number++)
        {
            replicas.Add(Add(new ReplicaStep(
                cloud, $"database/replica-{number}", system, replicas.Count > 0 ? replicas[^1] : null)));
        }

        // The cluster of a DB system that was there before is its owner's, unless the site file wants one.
        if (!system.IsAdopted || site.Database.HeatWave.Nodes > 0)
        {
            Add(new HeatWaveStep(cloud, system, replicas));
        }

        var schema = Add(new DatabaseSchemaStep(
            StepIds.Schema, site, system, parts.Databases, parts.Secrets));
        return (schema, Add(new DatabaseEndpointsStep(cloud, StepIds.Endpoints, system, replicas)));
    }

    private Node AddNode(string node, int number, Network network, ApplicationOutputs outputs)
    {
        var instance = Add(new InstanceStep(
            cloud, StepIds.Instance(node), node, number, network.Nodes, [network.Public.Owner.Done],
            new NodeBootstrap(parts.Bootstrap, parts.Control)));
        var session = Add(new NodeSessionStep(cloud, $"node/{node}/session", node, instance, parts.Fleet));
        var packages = Add(new NodeRunStep(
            $"node/{node}/packages", node, parts.Fleet, PackagesExpected, step =>
            {
                step.Uses(session.Done);
                return () => product.Packages(site, node);
            }));
        var storage = Add(new NodeRunStep(
            $"node/{node}/storage", node, parts.Fleet, StorageExpected, step =>
            {
                step.Uses(packages.Done);
                var address = step.Uses(outputs.MountTarget.Address);
                var path = step.Uses(outputs.Export.Path);
                return () => product.Storage(site, node, new StorageOutputs(address.Value, path.Value));
            }));
        var application = Add(new NodeRunStep(
            $"node/{node}/app", node, parts.Fleet, ApplicationExpected, step =>
            {
                step.Uses(storage.Done);
                var sources = Sources(step, outputs);
                return () => product.Application(site, node, sources.Read());
            }));
        return new Node(instance, application);
    }

    private void AddSchedule(string node, Node needed, NodeRunStep install, ApplicationOutputs outputs) =>
        Add(new NodeRunStep(
            $"node/{node}/cron", node, parts.Fleet, StorageExpected, step =>
            {
                step.Uses(needed.Application.Done);
                step.Uses(install.Done);
                var sources = Sources(step, outputs);
                return () => product.Schedule(site, node, sources.Read());
            }));

    private ApplicationSources Sources(Step step, ApplicationOutputs outputs) =>
        ApplicationSources.Take(step, site, artifact, parts.Secrets, outputs);

    private T Add<T>(T step)
        where T : Step
    {
        steps.Add(step);
        return step;
    }

    /// <summary>The subnets by their roles; whoever takes one has its rules as well.</summary>
    private sealed record Network(Output<string> Public, Output<string> Nodes, Output<string> Database);

    private sealed record Node(InstanceStep Instance, NodeRunStep Application);
}

/// <summary>Paths of steps that others ask for by name.</summary>
internal static class StepIds
{
    public const string Balancer = "balancer/nlb";
    public const string Backends = "balancer/backends";
    public const string Health = "balancer/health";
    public const string FileSystem = "storage/file-system";
    public const string MountTarget = "storage/mount-target";
    public const string Export = "storage/export";
    public const string DbSystem = "database/system";
    public const string HeatWave = "database/heatwave";
    public const string Schema = "database/schema";
    public const string Endpoints = "database/endpoints";
    public const string Install = "app/install";
    public const string Proof = "site/proof";
    public const string TagScan = "site/tag-scan";

    public static string Instance(string node) => $"node/{node}/instance";
}
