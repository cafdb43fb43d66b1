using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Oci.FileStorage;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

/// <summary>Clicks a site together as an administrator does who follows the article: Oracle's stack for VCN, web
/// servers with public addresses and a DB system with high availability; then by hand an NFS export, security rules
/// for it, a network load balancer and read replicas. None of it bears our tags or names.</summary>
internal sealed class HandMadeSite(CloudClients cloud, string compartment)
{
    private const string All = "0.0.0.0/0";

    private int clicks;

    public async Task BuildAsync()
    {
        var vcn = (await cloud.Network.CreateVcnAsync(
            new CreateVcnDetails { CompartmentId = compartment, DisplayName = "moodle-mds-vcn", CidrBlocks = ["10.0.0.0/16"] },
            Click(), CancellationToken.None)).Value.Id;
        var publicSubnet = await SubnetAsync(vcn, "moodle-mds-public", "10.0.0.0/24", isPrivate: false);
        var privateSubnet = await SubnetAsync(vcn, "moodle-mds-private", "10.0.1.0/24", isPrivate: true);
        var domains = await cloud.Identity.ListAvailabilityDomainsAsync(cloud.Tenancy, CancellationToken.None)
            .Select(domain => domain.Name).ToListAsync();
        var addresses = new List<string>();
        for (var number = 1; number <= 2; number++)
        {
            addresses.Add(await ServerAsync(domains[0], $"moodleserver{number}", publicSubnet));
        }

        var system = await DatabaseAsync(domains[0], privateSubnet);
        await FilesAsync(domains[0], privateSubnet);
        await BalancerAsync(publicSubnet, addresses);
        foreach (var name in (string[])["reader-a", "reader-b"])
        {
            var replica = (await cloud.MySql.CreateReplicaAsync(
                new CreateReplicaDetails { DbSystemId = system, DisplayName = name }, Click(), CancellationToken.None)).Value;
            await UntilAsync(async () => (await cloud.MySql.GetReplicaAsync(replica.Id, CancellationToken.None)).Value);
            await UntilAsync(async () => (await cloud.MySql.GetDbSystemAsync(system, CancellationToken.None)).Value);
        }
    }

    private async Task<string> SubnetAsync(string vcn, string name, string cidr, bool isPrivate)
    {
        var list = await cloud.Network.CreateSecurityListAsync(
            new CreateSecurityListDetails
            {
                CompartmentId = compartment,
                VcnId = vcn,
                DisplayName = name + "-rules",
                IngressSecurityRules = [new IngressSecurityRule { Protocol = "all", Source = All }],
                EgressSecurityRules = [new EgressSecurityRule { Protocol = "all", Destination = All }],
            },
            Click(), CancellationToken.None);
        return (await cloud.Network.CreateSubnetAsync(
            new CreateSubnetDetails
            {
                CompartmentId = compartment,
                VcnId = vcn,
                DisplayName = name,
                CidrBlock = cidr,
                ProhibitPublicIpOnVnic = isPrivate,
                SecurityListIds = [list.Value.Id],
            },
            Click(), CancellationToken.None)).Value.Id;
    }

    private async Task<string> ServerAsync(string domain, string name, string subnet)
    {
        const string shape = "VM.Standard.A1.Flex";
        var image = await cloud.Compute.ListImagesAsync(
            new ListImagesQuery
            {
                CompartmentId = compartment, OperatingSystem = "Oracle Linux", OperatingSystemVersion = "9", Shape = shape,
            },
            CancellationToken.None).FirstAsync();
        var instance = (await cloud.Compute.LaunchInstanceAsync(
            new LaunchInstanceDetails
            {
                AvailabilityDomain = domain,
                CompartmentId = compartment,
                DisplayName = name,
                Shape = shape,
                ShapeConfig = new LaunchInstanceShapeConfigDetails { Ocpus = 1, MemoryInGBs = 8 },
                SourceDetails = new InstanceSourceDetails { SourceType = "image", ImageId = image.Id },
                CreateVnicDetails = new CreateVnicDetails { SubnetId = subnet, AssignPublicIp = true },
            },
            Click(), CancellationToken.None)).Value;
        await UntilAsync(async () => (await cloud.Compute.GetInstanceAsync(instance.Id, CancellationToken.None)).Value);
        var attachment = await cloud.Compute.ListVnicAttachmentsAsync(
            new ListVnicAttachmentsQuery { CompartmentId = compartment, InstanceId = instance.Id },
            CancellationToken.None).FirstAsync();
        return (await cloud.Network.GetVnicAsync(attachment.VnicId!, CancellationToken.None)).Value.PrivateIp!;
    }

    private async Task<string> DatabaseAsync(string domain, string subnet)
    {
        var system = (await cloud.MySql.CreateDbSystemAsync(
            new CreateDbSystemDetails
            {
                CompartmentId = compartment,
                DisplayName = "moodle-mysql",
                SubnetId = subnet,
                AvailabilityDomain = domain,
                ShapeName = "MySQL.8",
                IsHighlyAvailable = true,
                AdminUsername = "admin",
                AdminPassword = "Clicked-by-hand.1",
                DataStorageSizeInGBs = 150,
            },
            Click(), CancellationToken.None)).Value.Id;
        await UntilAsync(async () => (await cloud.MySql.GetDbSystemAsync(system, CancellationToken.None)).Value);
        return system;
    }

    private async Task FilesAsync(string domain, string subnet)
    {
        var files = (await cloud.FileStorage.CreateFileSystemAsync(
            new CreateFileSystemDetails { AvailabilityDomain = domain, CompartmentId = compartment, DisplayName = "moodledata" },
            Click(), CancellationToken.None)).Value;
        var target = (await cloud.FileStorage.CreateMountTargetAsync(
            new CreateMountTargetDetails
            {
                AvailabilityDomain = domain, CompartmentId = compartment, SubnetId = subnet, DisplayName = "mount-target-1",
            },
            Click(), CancellationToken.None)).Value;
        await UntilAsync(async () => (await cloud.FileStorage.GetFileSystemAsync(files.Id, CancellationToken.None)).Value);
        var ready = await UntilAsync(
            async () => (await cloud.FileStorage.GetMountTargetAsync(target.Id, CancellationToken.None)).Value);
        var export = (await cloud.FileStorage.CreateExportAsync(
            new CreateExportDetails { ExportSetId = ready.ExportSetId!, FileSystemId = files.Id, Path = "/moodle" },
            Click(), CancellationToken.None)).Value;
        await UntilAsync(async () => (await cloud.FileStorage.GetExportAsync(export.Id, CancellationToken.None)).Value);
    }

    private async Task BalancerAsync(string subnet, IReadOnlyList<string> addresses)
    {
        var balancer = (await cloud.Balancers.CreateNetworkLoadBalancerAsync(
            new CreateNetworkLoadBalancerDetails
            {
                CompartmentId = compartment,
                DisplayName = "moodle-nlb",
                SubnetId = subnet,
                IsPrivate = false,
                Listeners = new Dictionary<string, Listener>
                {
                    ["listener_2023"] = new()
                    {
                        Name = "listener_2023", DefaultBackendSetName = "backendset_2023", Port = 80, Protocol = "TCP",
                    },
                },
                BackendSets = new Dictionary<string, BackendSetDetails>
                {
                    ["backendset_2023"] = new()
                    {
                        Policy = "FIVE_TUPLE",
                        IsPreserveSource = false,
                        Backends = [.. addresses.Select(address => new Backend { IpAddress = address, Port = 80 })],
                        HealthChecker = new HealthChecker { Protocol = "HTTP", Port = 80, UrlPath = "/", ReturnCode = 303 },
                    },
                },
            },
            Click(), CancellationToken.None)).Value.Id;
        await UntilAsync(async () => (await cloud.Balancers.GetNetworkLoadBalancerAsync(balancer, CancellationToken.None)).Value);
    }

    private string Click() => $"click-{++clicks}";

    private static async Task<T> UntilAsync<T>(Func<Task<T>> read)
        where T : IOciResource
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var now = await read();
            if (now.LifecycleState is LifecycleState.Active or LifecycleState.Running or LifecycleState.Available)
            {
                return now;
            }

            await Task.Delay(10, patience.Token);
        }
    }
}
