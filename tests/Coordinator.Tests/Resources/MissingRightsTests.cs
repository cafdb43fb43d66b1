using System.Text.Json.Nodes;
using MoodleNodeAgent.Oci.Identity;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

[Trait("Ring", "cloud")]
public sealed class MissingRightsTests(CloudKeys keys) : IClassFixture<CloudKeys>
{
    [Theory]
    [Trait("Feature", "10")]
    [InlineData("CreateVcn")]
    [InlineData("ListVcns")]
    [InlineData("LaunchInstance")]
    public async Task When_rights_are_missing_the_apply_prints_the_policies_and_waits_for_them(string operation)
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        bed.Limits = bed.Limits with { Rights = TimeSpan.FromSeconds(30) };
        using var control = new CloudControl(bed.Endpoint);
        await RefuseAsync(control, operation, 3);

        var (ended, events) = await bed.ApplyAsync(CloudTestBed.Site());

        Assert.True(ended.Succeeded, ended.Error);
        var said = events.Select(entry => entry.StepProgress?.Message ?? "")
            .Where(message => message.Contains("Allow group GROUP to manage virtual-network-family", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(said);
        Assert.True(said.Count <= 2, "said once, or once for each node");
        Assert.Contains("Waiting until", said[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_was_just_made_is_waited_for_although_the_patience_is_over()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        bed.Limits = bed.Limits with { Rights = TimeSpan.FromMilliseconds(1) };
        using var control = new CloudControl(bed.Endpoint);
        var clients = bed.Access().Connect(CloudTestBed.Site().Cloud);
        await clients.Identity.CreatePolicyAsync(
            new CreatePolicyDetails
            {
                CompartmentId = clients.Tenancy,
                Name = "moodle",
                Description = "The site's.",
                Statements = ["Allow group moodle-operators to manage all-resources in tenancy"],
            },
            "token-of-the-policy", CancellationToken.None);
        await RefuseAsync(control, "CreateVcn", 5);

        var (ended, _) = await bed.ApplyAsync(CloudTestBed.Site());

        Assert.True(ended.Succeeded, ended.Error);
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task When_no_policy_comes_the_apply_ends_with_the_policies_in_its_error()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        bed.Limits = bed.Limits with { Rights = TimeSpan.FromMilliseconds(50) };
        using var control = new CloudControl(bed.Endpoint);
        await RefuseAsync(control, "CreateVcn", Fault.Always);

        var (ended, _) = await bed.ApplyAsync(CloudTestBed.Site());

        Assert.False(ended.Succeeded);
        Assert.Contains("CreateVcn failed: 404", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Allow group GROUP to manage mysql-family", ended.Error, StringComparison.Ordinal);
        await control.ClearAsync("faults");
        Assert.True((await bed.ApplyAsync(CloudTestBed.Site())).Ended.Succeeded);
    }

    [Fact]
    public async Task A_plan_without_rights_tells_the_policies_at_once()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        using var control = new CloudControl(bed.Endpoint);
        await RefuseAsync(control, "ListVcns", Fault.Always);
        using var store = bed.OpenStore();
        using var deployment = bed.Deployment(store);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => deployment.PlanAsync(CloudTestBed.Site(), bed.Artifact, CancellationToken.None));

        Assert.Contains("Allow group GROUP to manage virtual-network-family", failure.Message, StringComparison.Ordinal);
    }

    private static Task RefuseAsync(CloudControl control, string operation, int times) =>
        control.SetAsync("faults", new JsonObject
        {
            ["operation"] = operation, ["kind"] = "answer", ["status"] = 404, ["code"] = "NotAuthorizedOrNotFound",
            ["message"] = "Authorization failed or requested resource not found.", ["times"] = times,
        });
}
