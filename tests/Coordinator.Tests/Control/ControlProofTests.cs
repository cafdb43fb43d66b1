using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Oci.InstancePrincipals;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>How a control host is trusted without ssh, over real TLS; only the metadata service is a test's.</summary>
public sealed class ControlProofTests : IDisposable
{
    private static readonly LaunchedInstance Launched =
        new(TestRegion.IdOf("control"), TestRegion.Compartment, TestRegion.Tenancy);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mna-first-admin-");
    private readonly TestRegion region = new();
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        region.Dispose();
        key.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_control_host_proves_its_authority_to_whoever_launched_it()
    {
        await using TestCoordinator host = await StartAsync(new SignedBy(region, Launched.InstanceId));
        using ControlLink link = Link(host.OperatorPort);

        ProveReply proof = await link.ProveAsync(Launched, [region.Root], CancellationToken.None);

        Assert.Equal(host.Authority.Root.RawData, proof.Root.ToByteArray());
        Assert.Equal("", proof.Site);
    }

    [Fact]
    public async Task When_another_instance_answers_at_the_control_hosts_address_it_is_refused()
    {
        await using TestCoordinator host = await StartAsync(new SignedBy(region, TestRegion.IdOf("web-1")));

        await RefusedAsync(host.OperatorPort, [region.Root], "is not " + Launched.InstanceId);
    }

    [Fact]
    public async Task When_a_proof_answers_another_question_it_is_refused()
    {
        await using TestCoordinator host = await StartAsync(
            new SignedBy(region, Launched.InstanceId) { Change = statement => statement[60] ^= 1 });

        await RefusedAsync(host.OperatorPort, [region.Root], "the signature is not that of the certificate's key");
    }

    [Fact]
    public async Task When_a_proofs_chain_leads_to_no_root_of_the_region_it_is_refused()
    {
        await using TestCoordinator host = await StartAsync(new SignedBy(region, Launched.InstanceId));
        using X509Certificate2 foreign = TestRegion.MakeRoot("CN=Test Identity Root");

        await RefusedAsync(host.OperatorPort, [foreign], "does not lead to a root of the region");
    }

    [Fact]
    public async Task When_somebody_stands_between_and_passes_the_proof_on_it_is_refused()
    {
        await using TestCoordinator host = await StartAsync(new SignedBy(region, Launched.InstanceId));
        await using WebApplication between = await StandBetweenAsync(host);
        int port = new Uri(between.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Single()).Port;

        await RefusedAsync(port, [region.Root], "somebody stands between");
    }

    [Fact]
    public async Task A_coordinator_that_was_not_launched_as_a_control_host_proves_nothing()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync(TestRegion.Clock());
        using GrpcChannel root = coordinator.OperatorChannel();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() =>
            new ControlHost.ControlHostClient(root).ProveAsync(
                new ProveRequest { Nonce = ByteString.CopyFrom(new byte[32]) }).ResponseAsync);

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
    }

    [Fact]
    public async Task A_self_made_certificate_of_another_key_opens_no_connection()
    {
        await using TestCoordinator host = await StartAsync(new SignedBy(region, Launched.InstanceId));
        using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var link = new ControlLink(
            $"127.0.0.1:{host.OperatorPort}", TestCoordinator.ServerName, stranger, TestRegion.Clock());

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() =>
            link.ProveAsync(Launched, [region.Root], CancellationToken.None));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task The_first_admin_makes_a_card_and_from_its_first_use_on_only_cards_count()
    {
        await using TestCoordinator host = await StartAsync(new SignedBy(region, Launched.InstanceId));
        using X509Certificate2 self = SelfMade();
        using GrpcChannel first = host.OperatorChannel(self);
        OperatorCertificate card = await new Operators.OperatorsClient(first).AddOperatorAsync(new AddOperatorRequest
        {
            Name = "alice", Role = OperatorRole.Admin, CertificateRequest = ByteString.CopyFrom(TestAgent.Request(key)),
        });

        // Until it was used, an answer that was lost can be asked for again.
        await new Operators.OperatorsClient(first).ListOperatorsAsync(new ListOperatorsRequest());
        using X509Certificate2 issued = X509CertificateLoader.LoadCertificate(card.Certificate.Span);
        using X509Certificate2 identity = issued.CopyWithPrivateKey(key);
        using X509Certificate2 chain = X509CertificateLoader.LoadCertificate(card.Chain[0].Span);
        using GrpcChannel alice = host.OperatorChannel(identity, chain);
        await new Operators.OperatorsClient(alice).ListOperatorsAsync(new ListOperatorsRequest());

        RpcException open = await Assert.ThrowsAsync<RpcException>(() =>
            new Operators.OperatorsClient(first).ListOperatorsAsync(new ListOperatorsRequest()).ResponseAsync);
        using GrpcChannel again = host.OperatorChannel(self);
        RpcException fresh = await Assert.ThrowsAsync<RpcException>(() =>
            new Operators.OperatorsClient(again).ListOperatorsAsync(new ListOperatorsRequest()).ResponseAsync);

        Assert.Equal(StatusCode.PermissionDenied, open.StatusCode);
        Assert.Equal(StatusCode.Unavailable, fresh.StatusCode);
    }

    private async Task<TestCoordinator> StartAsync(IHostIdentity identity)
    {
        string file = Path.Combine(folder.FullName, "first-admin.pem");
        await File.WriteAllTextAsync(file, key.ExportSubjectPublicKeyInfoPem());
        return await TestCoordinator.StartAsync(TestRegion.Clock(), firstAdmin: file, identity: identity);
    }

    private ControlLink Link(int port) =>
        new($"127.0.0.1:{port}", TestCoordinator.ServerName, key, TestRegion.Clock());

    private async Task RefusedAsync(int port, IReadOnlyList<X509Certificate2> roots, string why)
    {
        using ControlLink link = Link(port);

        var refusal = await Assert.ThrowsAsync<InstanceIdentityException>(() =>
            link.ProveAsync(Launched, roots, CancellationToken.None));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    private X509Certificate2 SelfMade() => new CertificateRequest("CN=first-admin", key, HashAlgorithmName.SHA256)
        .CreateSelfSigned(TestRegion.Now.AddHours(-1), TestRegion.Now.AddHours(1));

    // It has a certificate of the right name by an authority of its own, and the real host's proof for each question.
    private static async Task<WebApplication> StandBetweenAsync(TestCoordinator host)
    {
        X509Certificate2 certificate = Authority.Create(TestRegion.Clock()).IssueServer(TestCoordinator.ServerName);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Between(host));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(new IPEndPoint(IPAddress.Loopback, 0), listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (_, _, _) => true,
            });
        }));
        WebApplication application = builder.Build();
        application.UseRouting();
        application.MapGrpcService<Between>();
        await application.StartAsync();
        return application;
    }

    /// <summary>Signs as the metadata service's key would.</summary>
    private sealed class SignedBy(TestRegion region, string instance) : IHostIdentity
    {
        public Action<byte[]> Change { get; init; } = _ => { };

        public Task<InstanceSignature> SignAsync(ReadOnlyMemory<byte> statement, CancellationToken cancellation)
        {
            byte[] bytes = statement.ToArray();
            Change(bytes);
            using X509Certificate2 leaf = region.Leaf(instance);
            using RSA signer = leaf.GetRSAPrivateKey()!;
            return Task.FromResult(new InstanceSignature
            {
                Certificate = leaf.RawData,
                Intermediate = region.Intermediate.RawData,
                Signature = signer.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            });
        }
    }

    private sealed class Between(TestCoordinator host) : ControlHost.ControlHostBase
    {
        public override async Task<ProveReply> Prove(ProveRequest request, ServerCallContext context)
        {
            using GrpcChannel real = host.OperatorChannel();
            return await new ControlHost.ControlHostClient(real).ProveAsync(
                request, cancellationToken: context.CancellationToken);
        }
    }
}
