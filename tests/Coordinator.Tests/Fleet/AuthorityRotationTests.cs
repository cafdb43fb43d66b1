using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

public sealed class AuthorityRotationTests
{
    // Bounds a test that would otherwise hang for ever.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    [Fact]
    [Trait("Feature", "36")]
    public async Task An_agent_goes_over_to_the_new_authority_and_is_connected_all_the_time()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync(
            limits: new FleetLimits { RenewalSpread = TimeSpan.Zero });
        await using RealAgent agent = await RealAgent.StartAsync(coordinator, "web-1");
        var sessions = coordinator.Get<Sessions>();
        string former = coordinator.Authority.Root.Thumbprint;
        var rotation = coordinator.Get<AuthorityRotation>();
        bool wasAway = false;
        sessions.ConnectionChanged += (_, isConnected) => wasAway |= !isConnected;
        Session before = sessions.Find("web-1")!;
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        sessions.ConnectionChanged += (_, _) => over.TrySetResult();

        rotation.Rotate();
        await over.Task.WaitAsync(Bound);

        Assert.NotSame(before, sessions.Find("web-1"));
        Assert.False(wasAway);
        Assert.NotEqual(former, coordinator.Authority.Root.Thumbprint);
        // Nobody needs the former authority any more, so the rotation ends by itself.
        await UntilAsync(() => !coordinator.Authority.Former!.IsTrusted);
        Assert.Empty(rotation.Waiting);
        // Written by the executor, a moment after the link has passed it on.
        await UntilAsync(() => agent.TrustedRoots().SequenceEqual([coordinator.Authority.Root.Thumbprint]));
        RunResult result = await coordinator.Fleet.RunAsync(
            "web-1", new RunRequest { RunId = "r1", Mode = RunMode.Check, Spec = new NodeSpec { Node = "web-1" } }, null,
            CancellationToken.None).WaitAsync(Bound);
        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.False(wasAway);
    }

    [Fact]
    public async Task While_both_are_trusted_certificates_of_both_count_and_afterwards_the_new_ones_only()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync(time);
        using X509Certificate2 root = X509CertificateLoader.LoadCertificate(coordinator.Authority.Root.RawData);
        using TestAgent first = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await first.ConnectAsync();
        var rotation = coordinator.Get<AuthorityRotation>();

        rotation.Rotate();

        Assert.Equal(["web-1"], rotation.Waiting);
        Assert.Equal(2, (await stream.ReadAsync(CoordinatorMessage.MessageOneofCase.Trust)).Trust.Roots.Count);
        Assert.Equal(
            TimeSpan.FromMinutes(5),
            (await stream.ReadAsync(CoordinatorMessage.MessageOneofCase.Renew)).Renew.Within.ToTimeSpan());
        // Its certificate still lets it in, and a host that knows the former root only finds the coordinator's own right.
        using (TestStream again = await first.ConnectAsync())
        {
            Assert.NotNull((await again.ReadAsync(CoordinatorMessage.MessageOneofCase.Trust)).Trust);
        }

        using (GrpcChannel channel = coordinator.EnrolmentChannel(root))
        {
            await new Enrolment.EnrolmentClient(channel).GetChallengeAsync(new ChallengeRequest { Node = "web-2" });
        }

        Assert.False(rotation.RetireIfUnused());
        time.Advance(Authority.LeafLife + TimeSpan.FromSeconds(1));
        // Whether by the look that the clock brings, or by this one.
        rotation.RetireIfUnused();
        Assert.False(coordinator.Authority.Former!.IsTrusted);
        Assert.Equal([coordinator.Authority.Root.Thumbprint], coordinator.Authority.Roots.Select(one => one.Thumbprint));
    }

    [Fact]
    public async Task When_the_former_authority_is_retired_at_once_its_sessions_are_closed_and_its_certificates_refused()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        var client = new Authorities.AuthoritiesClient(channel);
        AuthorityState rotated = await client.RotateAuthorityAsync(new RotateAuthorityRequest());
        Assert.Equal(["web-1"], rotated.Waiting);
        Assert.Equal(coordinator.Authority.Root.Subject, rotated.Root);

        RpcException twice = await Assert.ThrowsAsync<RpcException>(
            async () => await client.RotateAuthorityAsync(new RotateAuthorityRequest()));
        Assert.Equal(StatusCode.FailedPrecondition, twice.StatusCode);
        RpcException early = await Assert.ThrowsAsync<RpcException>(
            async () => await client.RetireAuthorityAsync(new RetireAuthorityRequest()));
        Assert.Contains("web-1 still have certificates", early.Status.Detail, StringComparison.Ordinal);
        AuthorityState retired = await client.RetireAuthorityAsync(new RetireAuthorityRequest { Force = true });

        Assert.Empty(retired.Former);
        Assert.Equal(StatusCode.Unavailable, await stream.ReadToEndAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => agent.ConnectAsync());
        using TestAgent next = await TestAgent.JoinAsync(coordinator, "web-2");
        using TestStream open = await next.ConnectAsync();
        Assert.Contains(
            coordinator.Get<IAuditLog>().All, entry => entry.Action == "Authorities/RetireAuthority");
    }

    [Fact]
    public void A_rotation_survives_a_restart_and_the_former_keys_are_forgotten_at_once()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using Authority authority = Authority.Create(time);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] request = TestAgent.Request(key);
        using X509Certificate2 old = Load(authority.IssueAgent("web-1", request));
        using X509Certificate2 oldOperator = Load(authority.IssueOperator("ann", request));

        authority.Rotate();
        // In the same moment: its end tells it from those before.
        IssuedCertificate issued = authority.IssueAgent("web-1", request);
        using Authority restarted = Authority.Import(authority.Export(), time);

        using X509Certificate2 fresh = Load(issued);
        Assert.True(restarted.IsAgent(old) && restarted.IsAgent(fresh));
        Assert.True(restarted.IsOperator(oldOperator) && !restarted.IsOperator(old) && !restarted.IsAgent(oldOperator));
        Assert.True(restarted.IsFormer(old.NotAfter));
        Assert.False(restarted.IsFormer(issued.End));
        Assert.Equal(3, System.Text.Encoding.ASCII.GetString(authority.Export()).Split("BEGIN PRIVATE KEY").Length - 1);
        Assert.Throws<InvalidOperationException>(restarted.Rotate);

        Assert.True(restarted.Retire());
        Assert.False(restarted.Retire());
        using Authority retired = Authority.Import(restarted.Export(), time);
        Assert.False(retired.IsAgent(old));
        Assert.False(retired.IsOperator(oldOperator));
        Assert.True(retired.IsAgent(fresh));
        retired.Rotate();
        Assert.True(retired.IsAgent(fresh));
    }

    private static X509Certificate2 Load(IssuedCertificate issued) => X509CertificateLoader.LoadCertificate(issued.Certificate);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!isSo())
        {
            await Task.Delay(20, bound.Token);
        }
    }
}
