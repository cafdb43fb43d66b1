using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

/// <summary>Every fault of the local cloud in every operation that the coordinator uses. Whatever happens, the next
/// apply ends with one site: nothing twice, nothing left over.</summary>
[Trait("Ring", "cloud")]
public sealed class FaultSuiteTests(CloudKeys keys) : IClassFixture<CloudKeys>
{
    private static readonly string[] WholeSite =
    [
        "export 1", "filesystem 1", "instance 2", "internetgateway 1", "mounttarget 1", "mysqldbsystem 1",
        "mysqlreplica 2", "natgateway 1", "networkloadbalancer 1", "routetable 2", "securitylist 3",
        "servicegateway 1", "subnet 3", "vcn 1",
    ];

    /// <summary>The operations that make or change something.</summary>
    private static readonly string[] Changes =
    [
        "CreateDbSystem", "CreateExport", "CreateFileSystem", "CreateInternetGateway", "CreateMountTarget",
        "CreateNatGateway", "CreateNetworkLoadBalancer", "CreateReplica", "CreateRouteTable", "CreateSecurityList",
        "CreateServiceGateway", "CreateSubnet", "CreateVcn", "LaunchInstance", "UpdateBackendSet",
    ];

    /// <summary>The operations that read, also when there is nothing to change.</summary>
    private static readonly string[] Reads =
    [
        "GetBackendSet", "GetBackendSetHealth", "GetDbSystem", "GetExport", "GetFileSystem", "GetMountTarget",
        "GetNetworkLoadBalancer", "GetPrivateIp", "GetReplica", "ListServices", "ListVnicAttachments",
    ];

    /// <summary>The operations that read only of a site that is there.</summary>
    private static readonly string[] ReadsAgain = ["ListPrivateIps"];

    /// <summary>The operations by which a plan finds what bears the site's tags.</summary>
    private static readonly string[] Scan =
    [
        "ListAvailabilityDomains", "ListDbSystems", "ListExports", "ListFileSystems", "ListInstances",
        "ListInternetGateways", "ListMountTargets", "ListNatGateways", "ListNetworkLoadBalancers", "ListReplicas",
        "ListRouteTables", "ListSecurityLists", "ListServiceGateways", "ListSubnets", "ListVcns",
    ];

    /// <summary>The operations that read only while the site is made.</summary>
    private static readonly string[] LookUps =
    [
        "GetInstance", "GetInternetGateway", "GetNatGateway", "GetRouteTable", "GetSecurityList", "GetServiceGateway",
        "GetSubnet", "GetVcn", "GetVnic", "ListConfigurations", "ListFaultDomains", "ListImages", "ListShapes",
        "ListVersions",
    ];

    public static TheoryData<string> EachChange { get; } = new(Changes);

    public static TheoryData<string> EachRead { get; } = new([.. Reads, .. Scan, .. LookUps]);

    [Fact]
    public async Task The_suite_disturbs_exactly_the_operations_that_applies_use()
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);

        var first = await cloud.ApplyAsync();
        var used = cloud.TakeCalls();
        var second = await cloud.ApplyAsync();
        var usedAgain = cloud.TakeCalls();

        Assert.True(first.Succeeded, first.Error);
        Assert.False(second.Changed);
        Assert.Equal([.. Changes.Concat(Reads).Concat(Scan).Concat(LookUps).Order()], used.Order());
        Assert.Equal([.. Reads.Concat(ReadsAgain).Concat(Scan).Order()], usedAgain.Order());
        Assert.Equal(WholeSite, await cloud.CensusAsync());
    }

    // 412 belongs to calls with an ETag, of which an apply makes none; it stands for every other refusal.
    [Theory]
    [MemberData(nameof(EachChange))]
    public Task When_a_change_is_disturbed_the_next_apply_ends_with_one_site(string operation) =>
        NoProblemsAsync(
            [.. Fault.OfCalls, Fault.Slow, Fault.EndsFailed, .. operation == "LaunchInstance" ? [Fault.NoRoom] : Array.Empty<Fault>()],
            async fault => await DisturbAsync(
                [fault], cloud => cloud.SetAsync("faults", fault.For(operation)), operation));

    // The transient faults hit the same call one after the other: a read leaves nothing behind, so they cannot help each
    // other. No more than the client has attempts for.
    [Theory]
    [MemberData(nameof(EachRead))]
    public Task When_a_read_is_disturbed_while_the_site_is_made_the_next_apply_ends_with_one_site(
        string operation) =>
        NoProblemsAsync(
            [
                .. Fault.OfCalls.Where(fault => fault.IsTransient).Chunk(4),
                .. Fault.OfCalls.Where(fault => !fault.IsTransient).Select(fault => (Fault[])[fault]),
            ],
            async faults => await DisturbAsync(
                faults,
                async cloud =>
                {
                    foreach (var fault in faults)
                    {
                        await cloud.SetAsync("faults", fault.For(operation));
                    }
                },
                operation));

    [Fact]
    public async Task When_a_read_of_a_finished_site_is_disturbed_nothing_is_changed()
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        Assert.True((await cloud.ApplyAsync()).Succeeded);
        var before = await cloud.LiveAsync();
        var problems = new List<string>();

        foreach (var operation in Reads.Concat(ReadsAgain).Concat(Scan))
        {
            foreach (var fault in Fault.OfCalls)
            {
                await cloud.SetAsync("faults", fault.For(operation));
                var disturbed = await cloud.ApplyAsync();
                var idle = await cloud.CalmAsync();
                var after = disturbed.Succeeded ? disturbed : await cloud.ApplyAsync();
                var told = disturbed.Succeeded ? null : Unclear(disturbed.Error, operation);
                if (idle.Count > 0 || told is not null || (fault.IsTransient && !disturbed.Succeeded)
                    || disturbed.Changed || !after.Succeeded || after.Changed)
                {
                    problems.Add($"{operation}, {fault.Name}: {told} {disturbed}, then {after}");
                }
            }
        }

        Assert.Empty(problems);
        Assert.Equal(before, await cloud.LiveAsync());
    }

    [Theory]
    [InlineData("launch", null, true)]
    [InlineData("launch", "FAULT-DOMAIN-1", true)]
    [InlineData("launch", null, false)]
    [InlineData("later", null, false)]
    public async Task When_capacity_is_missing_the_next_apply_ends_with_one_site(
        string when, string? faultDomain, bool isElsewhere)
    {
        var missing = new JsonObject { ["when"] = when };
        if (faultDomain is not null)
        {
            missing["faultDomain"] = faultDomain;
        }
        else if (isElsewhere)
        {
            missing["availabilityDomain"] = "Locl:EU-FRANKFURT-1-AD-1";
        }

        Assert.Null(await DisturbAsync(
            [new Fault("capacity", isElsewhere, [])], cloud => cloud.SetAsync("capacity", missing), ""));
    }

    // OCI itself refuses to delete what others refer to, and instances never are FAILED.
    [Theory]
    [InlineData("instance", null)]
    [InlineData("mysqlreplica", null)]
    [InlineData("networkloadbalancer", null)]
    [InlineData("mounttarget", null)]
    [InlineData("export", null)]
    [InlineData("networkloadbalancer", "FAILED")]
    [InlineData("mounttarget", "FAILED")]
    public async Task When_something_is_lost_behind_our_back_it_is_replaced_or_the_remedy_is_told(
        string kind, string? state)
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        Assert.True((await cloud.ApplyAsync()).Succeeded);
        var victim = (await cloud.LiveAsync()).First(resource => resource.Kind == kind).Id;

        if (state is null)
        {
            await cloud.DeleteAsync(victim);
        }
        else
        {
            await cloud.SetAsync("resources/" + victim, new JsonObject { ["lifecycleState"] = state });
            var told = await cloud.ApplyAsync();
            Assert.False(told.Succeeded);
            Assert.Contains($"{victim} is {state}. Delete it in the cloud's console and apply again.", told.Error, StringComparison.Ordinal);
            await cloud.DeleteAsync(victim);
        }

        Assert.Equal("", (await cloud.ApplyAsync()).Error);
        Assert.Equal(WholeSite, await cloud.CensusAsync());
        Assert.False((await cloud.ApplyAsync()).Changed);
    }

    [Theory]
    [InlineData("mysqldbsystem", null)]
    [InlineData("mysqldbsystem", "FAILED")]
    [InlineData("filesystem", null)]
    [InlineData("filesystem", "FAILED")]
    public async Task When_what_bears_the_data_is_lost_behind_our_back_it_never_is_replaced(string kind, string? state)
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        Assert.True((await cloud.ApplyAsync()).Succeeded);
        var victim = (await cloud.LiveAsync()).First(resource => resource.Kind == kind).Id;
        await (state is null
            ? cloud.DeleteAsync(victim)
            : cloud.SetAsync("resources/" + victim, new JsonObject { ["lifecycleState"] = state }));
        var before = await cloud.LiveAsync();

        var ended = await cloud.ApplyAsync();

        Assert.False(ended.Succeeded);
        Assert.Contains(victim, ended.Error, StringComparison.Ordinal);
        Assert.Contains("and apply again.", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Delete it", ended.Error, StringComparison.Ordinal);
        Assert.Null(Unclear(ended.Error, victim));
        Assert.Equal(before, await cloud.LiveAsync());
    }

    private static async Task NoProblemsAsync<T>(IReadOnlyList<T> cases, Func<T, Task<string?>> run)
    {
        var problems = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            cases, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (entry, _) =>
            {
                if (await run(entry) is { } problem)
                {
                    problems.Add(problem);
                }
            });
        Assert.Empty(problems);
    }

    // Applies under the faults, does what the error says, applies again, and again.
    private async Task<string?> DisturbAsync(
        IReadOnlyList<Fault> faults, Func<FaultyCloud, Task> setAsync, string operation)
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        await setAsync(cloud);
        var name = string.Join(" + ", faults.Select(fault => fault.Name));

        var disturbed = await cloud.ApplyAsync();

        if (await cloud.CalmAsync() is { Count: > 0 } idle)
        {
            return $"{name}: never hit: {string.Join(", ", idle)}";
        }

        if (!disturbed.Succeeded)
        {
            var failed = (await cloud.LiveAsync()).Where(resource => resource.State == "FAILED").ToList();
            var problem = faults.All(fault => fault.IsTransient) ? "was to succeed" : Unclear(disturbed.Error, failed.Count > 0 ? failed[0].Id : operation);
            if (problem is not null)
            {
                return $"{name}: {problem}: {disturbed.Error}";
            }

            // What bears data is for a person to delete, even when it never held any.
            foreach (var (id, kind, _) in failed.Where(resource => resource.Kind is "mysqldbsystem" or "filesystem"))
            {
                await cloud.DeleteAsync(id);
            }

            if (await cloud.ApplyAsync() is { Succeeded: false } repeated)
            {
                return $"{name}: {disturbed.Error}; then {repeated.Error}";
            }
        }

        var census = await cloud.CensusAsync();
        var last = await cloud.ApplyAsync();
        return !census.SequenceEqual(WholeSite)
            ? $"{name}: {disturbed.Error}; {string.Join(", ", census.Except(WholeSite).Concat(WholeSite.Except(census)))}"
            : last is { Succeeded: true, Changed: false } ? null : $"{name}: {disturbed.Error}; at last {last}";
    }

    // An error says where: by the operation or by the resource. An instance that ends has no state of its own to find.
    private static string? Unclear(string error, string where) =>
        error.Length == 0 ? "no error"
        : error.Contains("   at ", StringComparison.Ordinal) || error.Contains("Exception", StringComparison.Ordinal)
            ? "a stack trace"
        : error.Contains(where, StringComparison.Ordinal) || error.Contains("ocid1.", StringComparison.Ordinal)
            ? null : $"does not name {where}";
}
