using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;
using Client = MoodleNodeAgent.Protocol.Operator.V1.Operator.OperatorClient;

namespace MoodleNodeAgent.Coordinator.Operator;

public sealed class OperatorGateTests
{
    [Theory]
    [InlineData(OperatorRole.Viewer, StatusCode.OK, StatusCode.PermissionDenied, StatusCode.PermissionDenied)]
    [InlineData(OperatorRole.Operator, StatusCode.OK, StatusCode.InvalidArgument, StatusCode.PermissionDenied)]
    [InlineData(OperatorRole.Admin, StatusCode.OK, StatusCode.InvalidArgument, StatusCode.NotFound)]
    public async Task A_role_may_do_what_is_its_own_and_nothing_more(
        OperatorRole role, StatusCode status, StatusCode task, StatusCode secret)
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using Person person = await Person.LetInAsync(coordinator, "alice", role);

        Assert.Equal(status, await CodeAsync(() => person.Client.GetStatusAsync(new GetStatusRequest()).ResponseAsync));
        Assert.Equal(task, await CodeAsync(async () =>
        {
            using AsyncServerStreamingCall<NodeRun> call = person.Tasks.RunTasks(new RunTasksRequest());
            await call.ResponseStream.MoveNext(CancellationToken.None);
        }));
        Assert.Equal(secret, await CodeAsync(() =>
            person.Client.ShowSecretAsync(new ShowSecretRequest { Name = "none" }).ResponseAsync));
    }

    [Fact]
    public async Task Who_was_shut_out_may_not_call_on_an_open_connection_and_opens_no_new_one()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using Person person = await Person.LetInAsync(coordinator, "alice", OperatorRole.Admin);
        await person.Client.GetStatusAsync(new GetStatusRequest());
        using GrpcChannel root = coordinator.OperatorChannel();

        await new Operators.OperatorsClient(root).RemoveOperatorAsync(new RemoveOperatorRequest { Name = "alice" });

        Assert.Equal(
            StatusCode.PermissionDenied,
            await CodeAsync(() => person.Client.GetStatusAsync(new GetStatusRequest()).ResponseAsync));
        using GrpcChannel again = coordinator.OperatorChannel(person.Certificate, [.. person.Chain]);
        Assert.Equal(
            StatusCode.Unavailable,
            await CodeAsync(() => new Client(again).GetStatusAsync(new GetStatusRequest()).ResponseAsync));
    }

    [Fact]
    public async Task A_lower_role_counts_at_once_and_the_old_certificate_not_any_more()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using Person before = await Person.LetInAsync(coordinator, "alice", OperatorRole.Admin);
        using Person after = await Person.LetInAsync(coordinator, "alice", OperatorRole.Viewer);

        Assert.Equal(StatusCode.OK, await CodeAsync(() => after.Client.GetStatusAsync(new GetStatusRequest()).ResponseAsync));
        Assert.Equal(
            StatusCode.Unavailable,
            await CodeAsync(() => before.Client.GetStatusAsync(new GetStatusRequest()).ResponseAsync));
    }

    [Fact]
    public async Task A_renewed_certificate_is_for_the_caller_alone_and_works()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using Person person = await Person.LetInAsync(coordinator, "alice", OperatorRole.Viewer);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        OperatorCertificate renewed = await person.Operators.RenewCertificateAsync(new RenewCertificateRequest
        {
            CertificateRequest = ByteString.CopyFrom(TestAgent.Request(key, "CN=bob")),
        });

        using var fresh = new Person(coordinator, renewed, key);
        Assert.Equal("CN=alice", fresh.Certificate.Subject);
        Assert.Equal(StatusCode.OK, await CodeAsync(() => fresh.Client.GetStatusAsync(new GetStatusRequest()).ResponseAsync));
    }

    [Fact]
    public async Task An_agents_certificate_fails_at_the_operators_door_and_an_operators_at_the_agents()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using Person person = await Person.LetInAsync(coordinator, "alice", OperatorRole.Admin);
        using GrpcChannel asOperator = coordinator.OperatorChannel(agent.Certificate, coordinator.Authority.Agents);
        using GrpcChannel asAgent = coordinator.AgentChannel(person.Certificate, [.. person.Chain]);

        Assert.Equal(
            StatusCode.Unavailable,
            await CodeAsync(() => new Client(asOperator).GetStatusAsync(new GetStatusRequest()).ResponseAsync));
        Assert.Equal(
            StatusCode.Unavailable,
            await CodeAsync(() => new AgentLink.AgentLinkClient(asAgent).RenewAsync(new RenewRequest()).ResponseAsync));
    }

    [Theory]
    [InlineData("", OperatorRole.Viewer)]
    [InlineData("Alice", OperatorRole.Viewer)]
    [InlineData("../root", OperatorRole.Viewer)]
    [InlineData("alice", OperatorRole.Unspecified)]
    [InlineData("alice", (OperatorRole)9)]
    public async Task A_name_or_role_that_cannot_be_is_refused(string name, OperatorRole role)
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => Person.LetInAsync(coordinator, name, role));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
    }

    private static async Task<StatusCode> CodeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    /// <summary>An operator on another machine.</summary>
    private sealed class Person : IDisposable
    {
        private readonly GrpcChannel _channel;

        public Person(TestCoordinator coordinator, OperatorCertificate issued, ECDsa key)
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(issued.Certificate.Span);
            Certificate = certificate.CopyWithPrivateKey(key);
            Chain = [.. issued.Chain.Select(one => X509CertificateLoader.LoadCertificate(one.Span))];
            _channel = coordinator.OperatorChannel(Certificate, [.. Chain]);
        }

        public X509Certificate2 Certificate { get; }

        public IReadOnlyList<X509Certificate2> Chain { get; }

        public Client Client => new(_channel);

        public Tasks.TasksClient Tasks => new(_channel);

        public Operators.OperatorsClient Operators => new(_channel);

        public static async Task<Person> LetInAsync(TestCoordinator coordinator, string name, OperatorRole role)
        {
            using GrpcChannel root = coordinator.OperatorChannel();
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new Person(
                coordinator,
                await new Operators.OperatorsClient(root).AddOperatorAsync(new AddOperatorRequest
                {
                    Name = name, Role = role, CertificateRequest = ByteString.CopyFrom(TestAgent.Request(key)),
                }),
                key);
        }

        public void Dispose()
        {
            _channel.Dispose();
            Certificate.Dispose();
        }
    }
}
