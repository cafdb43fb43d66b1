using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>One attempt to enrol by instance identity, right in everything until a test changes something.</summary>
internal sealed class InstanceAttempt : IDisposable
{
    private readonly GrpcChannel channel;

    private InstanceAttempt(TestCoordinator coordinator, TestRegion region, string node)
    {
        Coordinator = coordinator;
        Region = region;
        Node = node;
        Leaf = region.Leaf(TestRegion.IdOf(node));
        Intermediate = region.Intermediate.RawData;
        channel = coordinator.EnrolmentChannel();
        Client = new Enrolment.EnrolmentClient(channel);
    }

    public TestCoordinator Coordinator { get; }

    public TestRegion Region { get; }

    public Enrolment.EnrolmentClient Client { get; }

    public string Node { get; set; }

    public ECDsa Key { get; set; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Nonce { get; set; } = [];

    public byte[]? Request { get; set; }

    public X509Certificate2 Leaf { get; set; }

    public byte[]? Certificate { get; set; }

    public byte[] Intermediate { get; set; }

    public string JoinToken { get; set; } = "";

    /// <summary>Makes the signature over the statement; default: RSA-PSS with SHA-256 by the leaf's key.</summary>
    public Func<byte[], byte[]>? Sign { get; set; }

    public static async Task<InstanceAttempt> BeginAsync(
        TestCoordinator coordinator, TestRegion region, string node = "web-1")
    {
        var attempt = new InstanceAttempt(coordinator, region, node);
        await attempt.ChallengeAsync(node);
        return attempt;
    }

    public async Task ChallengeAsync(string node) =>
        Nonce = (await Client.GetChallengeAsync(new ChallengeRequest { Node = node })).Nonce.ToByteArray();

    public byte[] Statement() => InstanceStatement.Write(
        Nonce, Coordinator.Authority.Root.RawDataMemory.Span, Request ??= TestAgent.Request(Key));

    public byte[] Pss(byte[] data)
    {
        using RSA key = Leaf.GetRSAPrivateKey()!;
        return key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    public async Task<EnrolReply> EnrolAsync()
    {
        var statement = Statement();
        return await Client.EnrolAsync(new EnrolRequest
        {
            Node = Node,
            JoinToken = JoinToken,
            CertificateRequest = ByteString.CopyFrom(Request),
            AgentVersion = "0.1.0",
            InstanceIdentity = new InstanceIdentity
            {
                Nonce = ByteString.CopyFrom(Nonce),
                Certificate = ByteString.CopyFrom(Certificate ?? Leaf.RawData),
                Intermediate = ByteString.CopyFrom(Intermediate),
                Signature = ByteString.CopyFrom((Sign ?? Pss)(statement)),
            },
        });
    }

    /// <summary>Enrols and gives the agent with its new certificate.</summary>
    public async Task<TestAgent> JoinAsync()
    {
        EnrolReply reply = await EnrolAsync();
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(reply.Certificate.Span);
        return new TestAgent(
            Coordinator,
            certificate.CopyWithPrivateKey(Key),
            [.. reply.Chain.Select(one => X509CertificateLoader.LoadCertificate(one.Span))]);
    }

    /// <summary>Wants a refusal that leaves no certificate behind.</summary>
    public async Task<StatusCode> RefusalAsync()
    {
        var before = Coordinator.Get<Revocations>().Unexpired(Node).Keys.Order().ToList();
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(EnrolAsync);
        Assert.Equal(before, Coordinator.Get<Revocations>().Unexpired(Node).Keys.Order());
        return refusal.StatusCode;
    }

    public void Dispose()
    {
        channel.Dispose();
        Key.Dispose();
    }
}
