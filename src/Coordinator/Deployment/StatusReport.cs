using System.Text.Json;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>The site as it stands: what the steps gave, and what balancer and nodes say now.</summary>
internal sealed class StatusReport(Site site, IStepStates states, IFleet fleet, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<SiteStatus> ReadAsync(ICloudAccess access, ApplyRecord? last, CancellationToken cancellation)
    {
        var status = new SiteStatus
        {
            Site = site.Name,
            Product = site.Product,
            Database = Database(),
            Storage = Storage(),
            Balancer = await BalancerAsync(access, cancellation),
            Network = Network(),
            WallSeconds = last?.WallSeconds ?? 0,
            LongestPathSeconds = last?.LongestPathSeconds ?? 0,
        };
        status.SiteUrl = site.Url
            ?? (status.Balancer.Address.Length == 0 ? "" : ApplicationSources.UrlOf(site, status.Balancer.Address));
        status.LongestPath.AddRange(last?.LongestPath ?? []);
        var tallies = states.All.ToLookup(NodeOf, record => Read<TaskTally>(record, "tasks"));
        status.Nodes.AddRange(site.Nodes.Names.Select(node => Node(node, [.. tallies[node].OfType<TaskTally>()])));
        return status;
    }

    // "node/web-1/storage": web-1. The installation runs on the first node.
    private string? NodeOf(StepRecord record) =>
        record.Step == StepIds.Install ? site.Nodes.Names[0]
        : record.Step.Split('/') is ["node", var node, ..] ? node : null;

    private NetworkStatus Network() => new()
    {
        Region = site.Cloud.Region ?? "",
        Cidr = site.Network.Cidr,
        Subnets =
        {
            new SubnetStatus { Name = "public", Cidr = site.Network.PublicCidr },
            new SubnetStatus { Name = "nodes", Cidr = site.Network.NodesCidr },
            new SubnetStatus { Name = "database", Cidr = site.Network.DatabaseCidr },
        },
    };

    private NodeStatus Node(string node, IReadOnlyList<TaskTally> tallies)
    {
        return new NodeStatus
        {
            Name = node,
            Address = Text(StepIds.Instance(node), "address"),
            Connected = fleet.IsConnected(node),
            Tasks = new TaskCounts
            {
                Ok = (uint)tallies.Sum(tally => tally.Ok),
                Changed = (uint)tallies.Sum(tally => tally.Changed),
                Failed = (uint)tallies.Sum(tally => tally.Failed),
                Skipped = (uint)tallies.Sum(tally => tally.Skipped),
            },
        };
    }

    private DatabaseStatus Database()
    {
        var status = new DatabaseStatus { HighAvailability = site.Database.HighAvailability };
        var record = states.Find(StepIds.Endpoints);
        Add(status, "primary", Read<Endpoint>(record, "primary"));
        foreach (var replica in Read<List<Endpoint>>(record, "replicas") ?? [])
        {
            Add(status, "replica", replica);
        }

        Add(status, "replica-balancer", Read<Endpoint>(record, "replicaBalancer"));
        return status;
    }

    private static void Add(DatabaseStatus status, string role, Endpoint? endpoint)
    {
        if (endpoint is not null)
        {
            status.Endpoints.Add(new DatabaseEndpoint
            {
                Role = role,
                Address = endpoint.Address,
                Port = (uint)endpoint.Port,
            });
        }
    }

    private StorageStatus Storage()
    {
        var address = Text(StepIds.MountTarget, "address");
        var path = Text(StepIds.Export, "path");
        return address.Length == 0 || path.Length == 0 ? new StorageStatus() : new StorageStatus
        {
            Export = $"{address}:{path}",
            MountCommand = $"sudo mount {address}:{path} {site.Storage.Mount}",
            Ports = SecurityRules.NfsPorts,
        };
    }

    private async Task<BalancerStatus> BalancerAsync(ICloudAccess access, CancellationToken cancellation)
    {
        var status = new BalancerStatus
        {
            Address = Text(StepIds.Balancer, "address"),
            Total = (uint)site.Nodes.Count,
        };
        status.Ports.AddRange(site.Balancer.Listeners.Select(port => (uint)port));
        if (states.Find(StepIds.Balancer)?.Resource is { } balancer)
        {
            status.Healthy = await HealthyAsync(access, balancer, cancellation);
        }

        return status;
    }

    // A node counts when it is healthy on every port. A cloud that does not answer leaves the number at 0: the status
    // has to come in any case.
    private async Task<uint> HealthyAsync(ICloudAccess access, string balancer, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            var client = access.Connect(site.Cloud).Balancers;
            var healthy = site.Nodes.Count;
            foreach (var port in site.Balancer.Listeners)
            {
                var health = await client.GetBackendSetHealthAsync(
                    balancer, BalancerStep.BackendSetOf(site, port), patience.Token);
                healthy = Math.Min(healthy, BackendHealthStep.HealthyOf(health.Value));
            }

            return (uint)Math.Max(healthy, 0);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return 0;
        }
    }

    private string Text(string step, string output) => Read<string>(states.Find(step), output) ?? "";

    private static T? Read<T>(StepRecord? record, string output)
        where T : class =>
        record is not null && record.Outputs.TryGetValue(output, out var value) ? value.Deserialize<T>() : null;
}
