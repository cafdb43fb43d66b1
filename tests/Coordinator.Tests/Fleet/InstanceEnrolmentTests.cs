using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Pki;

namespace MoodleNodeAgent.Coordinator.Fleet;

public sealed class InstanceEnrolmentTests(TestRegion region) : IClassFixture<TestRegion>
{
    [Fact]
    public async Task An_instance_that_this_coordinator_launched_gets_its_nodes_certificate_and_connects()
    {
        await using TestCoordinator coordinator = await StartAsync();
        using InstanceAttempt attempt = await InstanceAttempt.BeginAsync(coordinator, region);

        using TestAgent agent = await attempt.JoinAsync();
        using TestStream stream = await agent.ConnectAsync();

        Assert.Equal("CN=web-1", agent.Certificate.Subject);
        Assert.True(coordinator.Fleet.IsConnected("web-1"));
    }

    [Fact]
    public async Task When_the_answer_was_lost_the_same_key_gets_another_and_the_first_certificate_is_revoked()
    {
        await using TestCoordinator coordinator = await StartAsync();
        using InstanceAttempt attempt = await InstanceAttempt.BeginAsync(coordinator, region);
        using TestAgent lost = await attempt.JoinAsync();

        await attempt.ChallengeAsync("web-1");
        using TestAgent agent = await attempt.JoinAsync();

        Assert.True(coordinator.Get<Revocations>().IsRevoked(lost.Certificate.SerialNumber));
        using TestStream stream = await agent.ConnectAsync();
    }

    [Fact]
    public async Task A_join_while_the_certificate_still_counts_is_refused_to_another_key()
    {
        await using TestCoordinator coordinator = await StartAsync();
        using InstanceAttempt first = await InstanceAttempt.BeginAsync(coordinator, region);
        await first.EnrolAsync();
        using InstanceAttempt second = await InstanceAttempt.BeginAsync(coordinator, region);

        Assert.Equal(StatusCode.PermissionDenied, await second.RefusalAsync());
    }

    [Fact]
    public async Task A_join_while_a_session_lives_is_refused_even_to_the_same_key_and_the_session_goes_on()
    {
        await using TestCoordinator coordinator = await StartAsync();
        using InstanceAttempt attempt = await InstanceAttempt.BeginAsync(coordinator, region);
        using TestAgent agent = await attempt.JoinAsync();
        using TestStream stream = await agent.ConnectAsync();
        using InstanceAttempt other = await InstanceAttempt.BeginAsync(coordinator, region);
        await attempt.ChallengeAsync("web-1");

        Assert.Equal(StatusCode.PermissionDenied, await attempt.RefusalAsync());
        Assert.Equal(StatusCode.PermissionDenied, await other.RefusalAsync());
        Assert.True(coordinator.Fleet.IsConnected("web-1"));
        Assert.False(coordinator.Get<Revocations>().IsRevoked(agent.Certificate.SerialNumber));
    }

    [Fact]
    public async Task It_may_join_again_once_its_certificate_has_ended()
    {
        var time = TestRegion.Clock();
        await using TestCoordinator coordinator = await StartAsync(time);
        using InstanceAttempt first = await InstanceAttempt.BeginAsync(coordinator, region);
        await first.EnrolAsync();
        time.Advance(Authority.LeafLife + TimeSpan.FromSeconds(1));
        using InstanceAttempt second = await InstanceAttempt.BeginAsync(coordinator, region);
        second.Leaf = region.Leaf(TestRegion.IdOf("web-1"), begin: Authority.LeafLife);

        Assert.NotEmpty((await second.EnrolAsync()).Certificate);
    }

    [Fact]
    public async Task A_new_instance_of_the_node_joins_and_the_old_ones_certificate_is_revoked()
    {
        await using TestCoordinator coordinator = await StartAsync();
        using InstanceAttempt first = await InstanceAttempt.BeginAsync(coordinator, region);
        using TestAgent old = await first.JoinAsync();
        const string replacement = "ocid1.instance.oc1.eu-frankfurt-1.antheljreplacement";
        coordinator.Trust.Launched["web-1"] = new(replacement, TestRegion.Compartment, TestRegion.Tenancy);
        using InstanceAttempt second = await InstanceAttempt.BeginAsync(coordinator, region);
        second.Leaf = region.Leaf(replacement);

        await second.EnrolAsync();

        Assert.True(coordinator.Get<Revocations>().IsRevoked(old.Certificate.SerialNumber));
        await first.ChallengeAsync("web-1");
        Assert.Equal(StatusCode.PermissionDenied, await first.RefusalAsync());
    }

    [Fact]
    public async Task An_instance_whose_node_was_removed_stays_out()
    {
        await using TestCoordinator coordinator = await StartAsync();
        using InstanceAttempt attempt = await InstanceAttempt.BeginAsync(coordinator, region);
        await attempt.EnrolAsync();
        await coordinator.Fleet.RemoveAsync("web-1", CancellationToken.None);
        await attempt.ChallengeAsync("web-1");

        Assert.Equal(StatusCode.PermissionDenied, await attempt.RefusalAsync());
    }

    [Fact]
    public async Task When_the_roots_cannot_be_read_the_agent_is_told_to_come_again()
    {
        await using TestCoordinator coordinator = await StartAsync();
        coordinator.Trust.Failure = new InstanceRootsException("The cloud's auth service is away.");
        using InstanceAttempt attempt = await InstanceAttempt.BeginAsync(coordinator, region);

        Assert.Equal(StatusCode.Unavailable, await attempt.RefusalAsync());
    }

    [Fact]
    public async Task Strangers_who_ask_for_challenges_cannot_fill_the_memory()
    {
        await using TestCoordinator coordinator = await StartAsync(
            limits: new FleetLimits { OpenChallenges = 2 });
        using InstanceAttempt attempt = await InstanceAttempt.BeginAsync(coordinator, region);
        await attempt.ChallengeAsync("web-1");

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => attempt.ChallengeAsync("web-1"));

        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.NotEmpty((await attempt.EnrolAsync()).Certificate);
    }

    private async Task<TestCoordinator> StartAsync(TimeProvider? time = null, FleetLimits? limits = null)
    {
        TestCoordinator coordinator = await TestCoordinator.StartAsync(time ?? TestRegion.Clock(), limits);
        coordinator.Trust.Roots = [X509CertificateLoader.LoadCertificate(region.Root.RawData)];
        return coordinator;
    }
}
