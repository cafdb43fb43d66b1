using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

public sealed class EnrolmentTests
{
    [Fact]
    public async Task A_node_with_its_token_gets_a_certificate_with_its_own_name_whatever_the_request_says()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string token = await coordinator.Fleet.IssueJoinTokenAsync("web-1", CancellationToken.None);

        EnrolReply reply = await TestAgent.EnrolAsync(coordinator, "web-1", token, key);

        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(reply.Certificate.Span);
        Assert.Equal("CN=web-1", certificate.Subject);
        Assert.True(coordinator.Authority.IsIssuedBy(coordinator.Authority.Agents, certificate));
        Assert.Equal(coordinator.Authority.Agents.RawData, Assert.Single(reply.Chain).ToByteArray());
    }

    [Theory]
    [InlineData("web-1", "wrong")]
    [InlineData("web-2", null)]
    [InlineData("web-1", "")]
    public async Task A_wrong_token_or_the_token_of_another_node_is_refused(string node, string? token)
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string right = await coordinator.Fleet.IssueJoinTokenAsync("web-1", CancellationToken.None);

        Assert.Equal(
            StatusCode.PermissionDenied, await RefusalAsync(coordinator, node, token ?? right, key));
    }

    [Fact]
    public async Task A_used_token_is_refused_to_another_key_and_answered_again_to_its_own()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string token = await coordinator.Fleet.IssueJoinTokenAsync("web-1", CancellationToken.None);

        await TestAgent.EnrolAsync(coordinator, "web-1", token, key);

        Assert.Equal(StatusCode.PermissionDenied, await RefusalAsync(coordinator, "web-1", token, thief));
        Assert.NotEmpty((await TestAgent.EnrolAsync(coordinator, "web-1", token, key)).Certificate);
    }

    [Fact]
    public async Task A_token_is_refused_after_an_hour()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z"));
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync(time);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string token = await coordinator.Fleet.IssueJoinTokenAsync("web-1", CancellationToken.None);

        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(StatusCode.PermissionDenied, await RefusalAsync(coordinator, "web-1", token, key));
    }

    [Fact]
    public async Task A_newer_token_replaces_the_older_one()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string older = await coordinator.Fleet.IssueJoinTokenAsync("web-1", CancellationToken.None);
        string newer = await coordinator.Fleet.IssueJoinTokenAsync("web-1", CancellationToken.None);

        Assert.Equal(StatusCode.PermissionDenied, await RefusalAsync(coordinator, "web-1", older, key));
        Assert.NotEmpty((await TestAgent.EnrolAsync(coordinator, "web-1", newer, key)).Certificate);
    }

    [Fact]
    public async Task A_request_that_its_own_key_did_not_sign_gets_no_certificate()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] request = TestAgent.Request(key);
        request[^1] ^= 1;
        string token = await coordinator.Fleet.IssueJoinTokenAsync("web-1", CancellationToken.None);
        using GrpcChannel channel = coordinator.EnrolmentChannel();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Enrolment.EnrolmentClient(channel).EnrolAsync(new EnrolRequest
            {
                Node = "web-1",
                JoinToken = token,
                CertificateRequest = ByteString.CopyFrom(request),
            }));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
    }

    [Fact]
    public async Task The_repository_of_signed_packages_is_served_and_nothing_beside_it()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        IBootstrap bootstrap = coordinator.Get<IBootstrap>();
        AgentPackage package = bootstrap.PackageFor("x86_64");
        using var http = new HttpClient(coordinator.Handler(coordinator.EnrolmentPort, null))
        {
            BaseAddress = new Uri($"https://{TestCoordinator.ServerName}:{coordinator.EnrolmentPort}"),
        };

        Assert.Equal("an rpm", await http.GetStringAsync($"/packages/{package.FileName}"));
        Assert.Equal("metadata", await http.GetStringAsync("/packages/repodata/repomd.xml"));
        Assert.Equal(bootstrap.ReleaseKey, await http.GetStringAsync("/packages/RPM-GPG-KEY-moodle-node-agent"));
        foreach (string other in (string[])
            ["", "test-key.asc", "repodata", "repodata/..", "..%2Fstate%2Fcoordinator.db", "repodata/..%2Ftest-key.asc",
                "repodata/%2E%2E/test-key.asc"])
        {
            using HttpResponseMessage answer = await http.GetAsync("/packages/" + other);
            Assert.Equal(404, (int)answer.StatusCode);
        }

        Assert.Equal("moodle-node-agent-0.1.0-1.x86_64", package.Nevra);
        Assert.Throws<FileNotFoundException>(() => bootstrap.PackageFor("aarch64"));
    }

    [Fact]
    public async Task The_agent_link_and_the_operators_are_not_behind_the_enrolment_door()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.EnrolmentChannel();

        RpcException link = await Assert.ThrowsAsync<RpcException>(async () =>
            await new AgentLink.AgentLinkClient(channel).RenewAsync(new RenewRequest()));
        RpcException status = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Protocol.Operator.V1.Operator.OperatorClient(channel).GetStatusAsync(new()));

        Assert.Equal(StatusCode.Unimplemented, link.StatusCode);
        Assert.Equal(StatusCode.Unimplemented, status.StatusCode);
    }

    private static async Task<StatusCode> RefusalAsync(
        TestCoordinator coordinator, string node, string token, ECDsa key) =>
        (await Assert.ThrowsAsync<RpcException>(() => TestAgent.EnrolAsync(coordinator, node, token, key))).StatusCode;
}
