using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

public sealed class LimitTests
{
    [Fact]
    public async Task A_launch_beyond_the_limits_names_them()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        cloud.Cloud.Limits.Set("standard-a1-core-count", cloud.Domain, 3);
        await cloud.CreateAsync("/20160918/instances", cloud.Instance(subnet));
        JsonObject second = cloud.Instance(subnet);
        second["createVnicDetails"]!["hostnameLabel"] = "web-2";
        string message = cloud.Refused(400, "LimitExceeded", "POST", "/20160918/instances", second);
        Assert.StartsWith(
            "The following service limits were exceeded: standard-a1-core-count. ", message, StringComparison.Ordinal);
        second["availabilityDomain"] = cloud.Cloud.AvailabilityDomains[1];
        cloud.Do("POST", "/20160918/instances", second);
        string available =
            $"/20190729/services/compute/limits/standard-a1-core-count/resourceAvailability?compartmentId="
            + cloud.Cloud.TenancyId;
        cloud.Refused(400, "InvalidParameter", "GET", available);
        JsonObject told = cloud.Get($"{available}&availabilityDomain={cloud.Domain}");
        Assert.Equal((2, 1), ((int)told["used"]!, (int)told["available"]!));
    }

    [Fact]
    public async Task A_limit_set_below_what_is_used_is_told_as_negative_and_a_retry_is_no_second_use()
    {
        await using var cloud = new TestCloud();
        var body = new JsonObject
        {
            ["compartmentId"] = cloud.Compartment, ["cidrBlocks"] = new JsonArray("10.0.0.0/16"),
        };
        cloud.Cloud.Limits.Set("vcn-count", null, 1);
        Assert.Equal(200, cloud.Send("POST", "/20160918/vcns", body, "token").Status);
        Assert.Equal(200, cloud.Send("POST", "/20160918/vcns", body, "token").Status);
        cloud.Refused(400, "LimitExceeded", "POST", "/20160918/vcns", body);
        cloud.Cloud.Limits.Set("vcn-count", null, 0);
        JsonObject told = cloud.Get(
            $"/20190729/services/vcn/limits/vcn-count/resourceAvailability?compartmentId={cloud.Cloud.TenancyId}");
        Assert.Equal(-1, (int)told["available"]!);
    }
}
