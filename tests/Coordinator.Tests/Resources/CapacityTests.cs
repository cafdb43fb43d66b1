using System.Text.Json.Nodes;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

[Trait("Ring", "cloud")]
public sealed class CapacityTests(CloudKeys keys) : IClassFixture<CloudKeys>
{
    private const int Places = 9;

    [Fact]
    [Trait("Feature", "4")]
    public async Task A_shape_without_room_anywhere_gives_way_to_the_next_one_and_each_attempt_has_a_token_of_its_own()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        using var control = new CloudControl(bed.Endpoint);
        await control.SetAsync("capacity", new JsonObject { ["shape"] = "VM.Standard.A1.Flex" });

        var (ended, events) = await bed.ApplyAsync(TwoShapes());

        Assert.True(ended.Succeeded, ended.Error);
        Assert.Equal(["VM.Standard.A2.Flex", "VM.Standard.A2.Flex"], await control.InstancesAsync("shape"));

        // A token that is used again with another body is refused: every launch was a call of its own.
        Assert.Equal(2 * (Places + 1), await control.CountAsync("LaunchInstance"));
        Assert.Contains(events, entry => entry.StepProgress?.Message.StartsWith("Next: VM.Standard.A2.Flex in", StringComparison.Ordinal) == true);
    }

    [Fact]
    [Trait("Feature", "4")]
    public async Task A_launch_that_fails_later_goes_on_elsewhere()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        using var control = new CloudControl(bed.Endpoint);
        await control.SetAsync("capacity", new JsonObject
        {
            ["when"] = "later", ["availabilityDomain"] = "Locl:EU-FRANKFURT-1-AD-1",
        });

        var (ended, events) = await bed.ApplyAsync(CloudTestBed.Site());

        Assert.True(ended.Succeeded, ended.Error);
        var domains = await control.InstancesAsync("availabilityDomain");
        Assert.Equal(2, domains.Count);
        Assert.DoesNotContain("Locl:EU-FRANKFURT-1-AD-1", domains);
        Assert.Contains(events, entry => entry.StepProgress?.Message.Contains("ended before it ran: Out of host capacity", StringComparison.Ordinal) == true);
        Assert.False((await bed.ApplyAsync(CloudTestBed.Site())).Ended.Changed);
    }

    [Fact]
    [Trait("Feature", "4")]
    public async Task When_there_is_no_room_anywhere_all_places_are_tried_over_until_there_is()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        bed.Limits = bed.Limits with { Capacity = TimeSpan.FromSeconds(30) };
        using var control = new CloudControl(bed.Endpoint);
        await control.SetAsync("capacity", []);

        var apply = bed.ApplyAsync(CloudTestBed.Site(nodes: 1));
        while (await control.CountAsync("LaunchInstance") <= Places && !apply.IsCompleted)
        {
            await Task.Delay(20);
        }

        await control.ClearAsync("capacity");
        var (ended, _) = await apply;
        Assert.True(ended.Succeeded, ended.Error);
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task A_service_limit_is_named_with_the_place_where_it_is_raised_and_another_shape_is_tried()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        using var control = new CloudControl(bed.Endpoint);
        await control.SetAsync("limits", new JsonObject { ["name"] = "standard-a1-core-count", ["value"] = 1 });

        var (refused, _) = await bed.ApplyAsync(CloudTestBed.Site());
        var (ended, _) = await bed.ApplyAsync(TwoShapes());

        Assert.False(refused.Succeeded);
        Assert.Contains("standard-a1-core-count", refused.Error, StringComparison.Ordinal);
        Assert.Contains("https://cloud.oracle.com/limits", refused.Error, StringComparison.Ordinal);
        Assert.True(ended.Succeeded, ended.Error);
        Assert.Equal(["VM.Standard.A2.Flex", "VM.Standard.A2.Flex"], await control.InstancesAsync("shape"));
    }

    private static Site TwoShapes()
    {
        var site = CloudTestBed.Site();
        return site with { Nodes = site.Nodes with { Shapes = ["VM.Standard.A1.Flex", "VM.Standard.A2.Flex"] } };
    }
}
