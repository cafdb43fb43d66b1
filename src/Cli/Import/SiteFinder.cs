using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Oci.FileStorage;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Cli.Import;

/// <summary>Looks through a compartment for the parts of a site; reads only.</summary>
internal sealed class SiteFinder(Account account, string compartment)
{
    /// <summary>Finds the site in the VCN that is named, or in the only one that has a DB system.</summary>
    /// <param name="wanted">OCIDs that the operator gave.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="CommandFailure">A part is missing, or there are several of a kind.</exception>
    public async Task<FoundSite> FindAsync(Wanted wanted, CancellationToken cancellation)
    {
        var subnets = await account.Network.ListSubnetsAsync(
            new ListSubnetsQuery { CompartmentId = compartment }, cancellation)
            .Where(subnet => subnet.LifecycleState == LifecycleState.Available)
            .ToDictionaryAsync(subnet => subnet.Id, cancellationToken: cancellation);
        bool IsIn(string? subnet) => subnet is not null && subnets.TryGetValue(subnet, out var known)
            && (wanted.Vcn is null || known.VcnId == wanted.Vcn);

        var system = await DbSystemAsync(wanted, IsIn, cancellation);
        var vcn = subnets[system.SubnetId!].VcnId;
        bool IsInVcn(string? subnet) => subnet is not null && subnets.TryGetValue(subnet, out var known)
            && known.VcnId == vcn;

        var balancer = await BalancerAsync(wanted, IsInVcn, cancellation);
        var servers = await ServersAsync(balancer, IsInVcn, cancellation);
        var nodes = subnets[servers[0].SubnetId];
        return new FoundSite
        {
            Vcn = (await account.Network.GetVcnAsync(vcn!, cancellation)).Value,
            Public = balancer is null ? nodes : subnets[balancer.SubnetId!],
            Nodes = nodes,
            Database = subnets[system.SubnetId!],
            Servers = servers,
            DbSystem = system,
            Replicas = await account.MySql.ListReplicasAsync(
                new ListReplicasQuery { CompartmentId = compartment, DbSystemId = system.Id }, cancellation)
                .Where(replica => replica.LifecycleState == LifecycleState.Active)
                .OrderBy(replica => replica.DisplayName, StringComparer.Ordinal)
                .ToListAsync(cancellation),
            Storage = await StorageAsync(wanted, IsInVcn, cancellation),
            Balancer = balancer,
        };
    }

    private async Task<DbSystem> DbSystemAsync(
        Wanted wanted, Func<string?, bool> isIn, CancellationToken cancellation)
    {
        var listed = await account.MySql.ListDbSystemsAsync(
            new ListDbSystemsQuery { CompartmentId = compartment }, cancellation)
            .Where(system => system.LifecycleState == LifecycleState.Active
                && (wanted.DbSystem is null || system.Id == wanted.DbSystem))
            .ToListAsync(cancellation);

        // Lists leave the subnet out.
        var systems = new List<DbSystem>();
        foreach (var system in listed)
        {
            var whole = (await account.MySql.GetDbSystemAsync(system.Id, cancellation)).Value;
            if (isIn(whole.SubnetId))
            {
                systems.Add(whole);
            }
        }

        return Only(systems, "DB system", "--db-system", system => $"{system.DisplayName} ({system.Id})")
            ?? throw new CommandFailure(
                ExitCode.Failed,
                "There is no active DB system in this compartment"
                + (wanted.Vcn is null ? "" : $" and VCN {wanted.Vcn}")
                + ". A site needs one; give another --compartment, or make a new site with moodlectl init.");
    }

    private async Task<NetworkLoadBalancer?> BalancerAsync(
        Wanted wanted, Func<string?, bool> isIn, CancellationToken cancellation)
    {
        var balancers = await account.Balancers.ListNetworkLoadBalancersAsync(
            new ListNetworkLoadBalancersQuery { CompartmentId = compartment }, cancellation)
            .Where(balancer => balancer.LifecycleState == LifecycleState.Active && isIn(balancer.SubnetId)
                && balancer.IsPrivate != true && (wanted.Balancer is null || balancer.Id == wanted.Balancer))
            .ToListAsync(cancellation);
        return Only(balancers, "network load balancer", "--balancer", balancer => $"{balancer.DisplayName} ({balancer.Id})")
            is { } found
            ? (await account.Balancers.GetNetworkLoadBalancerAsync(found.Id, cancellation)).Value
            : null;
    }

    // Behind a balancer: its backends. Else every running instance of the VCN.
    private async Task<IReadOnlyList<FoundNode>> ServersAsync(
        NetworkLoadBalancer? balancer, Func<string?, bool> isIn, CancellationToken cancellation)
    {
        var attachments = await account.Compute.ListVnicAttachmentsAsync(
            new ListVnicAttachmentsQuery { CompartmentId = compartment }, cancellation)
            .Where(attachment => attachment.VnicId is not null && isIn(attachment.SubnetId))
            .ToListAsync(cancellation);
        var nodes = new List<FoundNode>();
        foreach (var attachment in attachments)
        {
            var instance = (await account.Compute.GetInstanceAsync(attachment.InstanceId!, cancellation)).Value;
            var vnic = (await account.Network.GetVnicAsync(attachment.VnicId!, cancellation)).Value;
            if (instance.LifecycleState == LifecycleState.Running && vnic.PrivateIp is { } address)
            {
                nodes.Add(new FoundNode(instance, address, attachment.SubnetId!));
            }
        }

        var backends = (balancer?.BackendSets?.Values ?? []).SelectMany(set => set.Backends ?? []).ToList();
        var servers = nodes
            .Where(node => backends.Count == 0 || backends.Exists(backend =>
                backend.IpAddress == node.Address || backend.TargetId == node.Instance.Id))
            .OrderBy(node => node.Instance.DisplayName, StringComparer.Ordinal)
            .ToList();
        return servers.Count > 0 ? servers : throw new CommandFailure(
            ExitCode.Failed, "There is no running web server in the VCN of the DB system. Start it, or name another --vcn.");
    }

    private async Task<FoundStorage?> StorageAsync(
        Wanted wanted, Func<string?, bool> isIn, CancellationToken cancellation)
    {
        var found = new List<FoundStorage>();
        await foreach (var domain in account.Identity.ListAvailabilityDomainsAsync(account.Tenancy, cancellation))
        {
            var targets = await account.FileStorage.ListMountTargetsAsync(
                new ListMountTargetsQuery { CompartmentId = compartment, AvailabilityDomain = domain.Name }, cancellation)
                .Where(target => target.LifecycleState == LifecycleState.Active && isIn(target.SubnetId))
                .ToListAsync(cancellation);
            foreach (var target in targets)
            {
                var exports = await account.FileStorage.ListExportsAsync(
                    new ListExportsQuery { ExportSetId = target.ExportSetId }, cancellation)
                    .Where(export => export.LifecycleState == LifecycleState.Active
                        && (wanted.FileSystem is null || export.FileSystemId == wanted.FileSystem))
                    .ToListAsync(cancellation);
                found.AddRange(exports.Select(export => new FoundStorage(export.FileSystemId!, target, export)));
            }
        }

        return Only(
            found, "exported file system", "--file-system", storage => $"{storage.Export.Path} ({storage.FileSystemId})");
    }

    private static T? Only<T>(IReadOnlyList<T> found, string kind, string option, Func<T, string> name)
        where T : class => found.Count switch
        {
            0 => null,
            1 => found[0],
            _ => throw new CommandFailure(
                ExitCode.Usage,
                $"There are several of the kind {kind}: {string.Join(", ", found.Select(name))}. Say which with {option} "
                + "OCID, or name the VCN with --vcn OCID."),
        };

    /// <summary>What the operator named by OCID; null: to be found by looking.</summary>
    internal sealed record Wanted(string? Vcn, string? DbSystem, string? FileSystem, string? Balancer);
}
