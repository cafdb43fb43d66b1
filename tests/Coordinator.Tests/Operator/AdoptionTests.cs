using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Coordinator.Tests.Resources;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

public sealed class AdoptionTests
{
    [Fact]
    public void A_join_script_has_everything_that_user_data_has_and_a_token()
    {
        var script = UserData.WriteJoinScript("campus", "web-1", new ControlSettings(), new ScriptedFleet(), "token-1");

        Assert.StartsWith("#!/bin/sh\n", script, StringComparison.Ordinal);
        Assert.Contains("join_token = \"token-1\"", script, StringComparison.Ordinal);
        Assert.Contains("10.0.0.5 control.campus.internal", script, StringComparison.Ordinal);
        Assert.Contains("enter enrol", script, StringComparison.Ordinal);
        Assert.Contains("ip rule add pref 169", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_password_takes_the_place_of_a_generated_one()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        var client = new Protocol.Operator.V1.Adoption.AdoptionClient(channel);
        var secrets = coordinator.Get<ISecretStore>();
        secrets.GetOrCreate(SecretNames.DatabaseAdmin);

        await client.GiveSecretAsync(new GiveSecretRequest { Name = "database/admin", Value = "Clicked-by-hand.1" });

        Assert.Equal("Clicked-by-hand.1", secrets.GetOrCreate(SecretNames.DatabaseAdmin).Reveal());
        var refused = await Assert.ThrowsAsync<RpcException>(
            async () => await client.GiveSecretAsync(new GiveSecretRequest { Name = "other", Value = "x" }));
        Assert.Contains("Give one of: app/admin, database/admin", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_site_nobody_joins()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new Protocol.Operator.V1.Adoption.AdoptionClient(channel)
            .IssueJoinAsync(new IssueJoinRequest { Node = "web-1" }));

        Assert.Contains("Apply the imported site file first", refused.Status.Detail, StringComparison.Ordinal);
    }
}
