using System.Diagnostics;
using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>A site from its network to its end, on a clock that does not wait.</summary>
public sealed class SiteLifeTests
{
    [Fact]
    public async Task A_whole_site_with_real_latencies_lives_and_dies_in_no_time_and_always_in_the_same_order()
    {
        await LiveAsync();
        var clock = Stopwatch.StartNew();
        IReadOnlyList<string> first = await LiveAsync();
        TimeSpan taken = clock.Elapsed;
        Assert.Equal(first, await LiveAsync());
        // Milliseconds on an idle machine; the bound leaves room for a busy one, against an hour of OCI's times.
        Assert.True(taken < TimeSpan.FromSeconds(3), $"{taken}");
        Assert.Contains("mysqldbsystem ACTIVE after 20 min", first);
    }

    private static async Task<IReadOnlyList<string>> LiveAsync()
    {
        await using var cloud = new TestCloud();
        var trace = new List<string>();
        DateTimeOffset start = cloud.Clock.GetUtcNow();
        async Task<string> MakeAsync(string path, JsonObject body)
        {
            DateTimeOffset asked = cloud.Clock.GetUtcNow();
            JsonObject made = cloud.Do("POST", path, body);
            string id = (string)made["id"]!;
            string? state;
            do
            {
                await cloud.PassAsync(1);
                state = (string?)cloud.Get($"{path}/{id}")["lifecycleState"];
            }
            while (state is "PROVISIONING" or "CREATING");

            double minutes = (cloud.Clock.GetUtcNow() - asked).TotalMinutes;
            trace.Add(minutes < 1
                ? $"{id.Split('.')[1]} {state} after {minutes * 60:F0} s"
                : $"{id.Split('.')[1]} {state} after {minutes:F0} min");
            return id;
        }

        async Task EndAsync(string path)
        {
            cloud.Do("DELETE", path);
            await cloud.PassAsync(600);
            trace.Add($"{path.Split('.')[1]} gone");
        }

        JsonObject InDomain() => new() { ["compartmentId"] = cloud.Compartment, ["availabilityDomain"] = cloud.Domain };
        string vcn = await MakeAsync("/20160918/vcns", new JsonObject
        {
            ["compartmentId"] = cloud.Compartment, ["cidrBlocks"] = new JsonArray("10.0.0.0/16"),
                ["dnsLabel"] = "moodle",
        });
        string subnet = await MakeAsync("/20160918/subnets", new JsonObject
        {
            ["compartmentId"] = cloud.Compartment, ["vcnId"] = vcn, ["cidrBlock"] = "10.0.1.0/24", ["dnsLabel"] = "all",
        });
        string files = await MakeAsync("/20171215/fileSystems", InDomain());
        JsonObject target = InDomain();
        target["subnetId"] = subnet;
        string mount = await MakeAsync("/20171215/mountTargets", target);
        string export = await MakeAsync("/20171215/exports", new JsonObject
        {
            ["exportSetId"] = (string)cloud.Get($"/20171215/mountTargets/{mount}")["exportSetId"]!,
            ["fileSystemId"] = files, ["path"] = "/moodle",
        });
        string database = await MakeAsync(
            "/20190415/dbSystems", cloud.DbSystem(subnet, isHighlyAvailable: true));
        string replica = await MakeAsync("/20190415/replicas", new JsonObject { ["dbSystemId"] = database });
        var instances = new List<string>();
        for (int number = 1; number <= 3; number++)
        {
            JsonObject body = cloud.Instance(subnet);
            body["createVnicDetails"]!["hostnameLabel"] = $"web-{number}";
            instances.Add(await MakeAsync("/20160918/instances", body));
        }

        string balancer = await MakeAsync("/20200501/networkLoadBalancers", cloud.Balancer(subnet));
        await EndAsync($"/20200501/networkLoadBalancers/{balancer}");
        foreach (string instance in instances)
        {
            await EndAsync($"/20160918/instances/{instance}");
        }

        await EndAsync($"/20190415/replicas/{replica}");
        await EndAsync($"/20190415/dbSystems/{database}");
        await EndAsync($"/20171215/exports/{export}");
        await EndAsync($"/20171215/mountTargets/{mount}");
        await EndAsync($"/20171215/fileSystems/{files}");
        await EndAsync($"/20160918/subnets/{subnet}");
        await EndAsync($"/20160918/vcns/{vcn}");
        Assert.True(cloud.Clock.GetUtcNow() - start > TimeSpan.FromHours(1));
        await cloud.PassAsync(TimeSpan.FromDays(1).TotalSeconds);
        Assert.Empty(cloud.Cloud.Resources);
        return trace;
    }
}
