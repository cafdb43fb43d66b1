using System.Security.Cryptography;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>Hosts that the coordinator did not launch.</summary>
public sealed class JoinTokenTests
{
    [Fact]
    public async Task A_token_of_the_operator_lets_its_host_in_once_and_for_an_hour()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync(time);
        CreateJoinTokenReply reply = await CreateAsync(coordinator, "web-9");
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromHours(1), reply.End.ToDateTimeOffset());

        using ECDsa first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await TestAgent.EnrolAsync(coordinator, "web-9", reply.Token, first);
        await AssertRefusedAsync(() => TestAgent.EnrolAsync(coordinator, "web-9", reply.Token, second));

        string late = (await CreateAsync(coordinator, "web-8")).Token;
        await AssertRefusedAsync(() => TestAgent.EnrolAsync(coordinator, "web-9", late, second));
        time.Advance(TimeSpan.FromHours(1));
        await AssertRefusedAsync(() => TestAgent.EnrolAsync(coordinator, "web-8", late, second));
    }

    [Fact]
    public async Task While_a_host_of_the_name_is_connected_nobody_joins_and_no_token_is_made()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-9");
        string token = await coordinator.Fleet.IssueJoinTokenAsync("web-9", CancellationToken.None);
        using TestStream stream = await agent.ConnectAsync();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        await AssertRefusedAsync(() => TestAgent.EnrolAsync(coordinator, "web-9", token, key));
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(coordinator, "web-9"));

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.True(coordinator.Fleet.IsConnected("web-9"));
        Assert.Single(
            coordinator.Get<IAuditLog>().All,
            entry => entry.Action == "refused: join while connected" && entry.Subject == "web-9");
        Assert.False(coordinator.Get<Revocations>().IsRevoked(agent.Certificate.SerialNumber));
    }

    [Fact]
    public async Task A_host_that_lost_its_certificate_joins_again_and_the_lost_one_is_revoked()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent before = await TestAgent.JoinAsync(coordinator, "web-9");

        using TestAgent after = await TestAgent.JoinAsync(coordinator, "web-9");
        using TestStream stream = await after.ConnectAsync();

        Assert.True(coordinator.Get<Revocations>().IsRevoked(before.Certificate.SerialNumber));
        Assert.False(coordinator.Get<Revocations>().IsRevoked(after.Certificate.SerialNumber));
    }

    [Theory]
    [InlineData("")]
    [InlineData("web 9")]
    [InlineData("../web-9")]
    public async Task A_name_that_is_none_gets_no_token(string name)
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(coordinator, name));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    private static async Task<CreateJoinTokenReply> CreateAsync(TestCoordinator coordinator, string node)
    {
        using GrpcChannel channel = coordinator.OperatorChannel();
        return await new Nodes.NodesClient(channel).CreateJoinTokenAsync(new CreateJoinTokenRequest { Node = node });
    }

    private static async Task AssertRefusedAsync(Func<Task> attempt) =>
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(attempt)).StatusCode);
}
