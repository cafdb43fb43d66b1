using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>The network half of an agent, in the hands of a test.</summary>
internal sealed class TestAgent : IDisposable
{
    private readonly GrpcChannel _channel;

    public TestAgent(TestCoordinator coordinator, X509Certificate2 certificate, params X509Certificate2[] chain)
    {
        Certificate = certificate;
        _channel = coordinator.AgentChannel(certificate, chain);
        Client = new AgentLink.AgentLinkClient(_channel);
    }

    public X509Certificate2 Certificate { get; }

    public AgentLink.AgentLinkClient Client { get; }

    /// <summary>For services that are not an agent's.</summary>
    public CallInvoker Invoker => _channel.CreateCallInvoker();

    public static byte[] Request(ECDsa key, string subject = "CN=somebody else") =>
        new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequest();

    public static async Task<EnrolReply> EnrolAsync(TestCoordinator coordinator, string node, string token, ECDsa key)
    {
        using GrpcChannel channel = coordinator.EnrolmentChannel();
        return await new Enrolment.EnrolmentClient(channel).EnrolAsync(new EnrolRequest
        {
            Node = node,
            JoinToken = token,
            CertificateRequest = ByteString.CopyFrom(Request(key)),
            AgentVersion = "0.1.0",
        });
    }

    /// <summary>An agent that enrolled with a token of its own.</summary>
    public static async Task<TestAgent> JoinAsync(TestCoordinator coordinator, string node)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string token = await coordinator.Fleet.IssueJoinTokenAsync(node, CancellationToken.None);
        EnrolReply reply = await EnrolAsync(coordinator, node, token, key);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(reply.Certificate.Span);
        return new TestAgent(
            coordinator,
            certificate.CopyWithPrivateKey(key),
            [.. reply.Chain.Select(one => X509CertificateLoader.LoadCertificate(one.Span))]);
    }

    /// <summary>Opens the stream and reads the Welcome.</summary>
    public async Task<TestStream> ConnectAsync(string? nodeInHello = null)
    {
        AsyncDuplexStreamingCall<AgentMessage, CoordinatorMessage> call = Client.Connect();
        var stream = new TestStream(call);
        try
        {
            await stream.SendAsync(new AgentMessage
            {
                Hello = new Hello
                {
                    Node = nodeInHello ?? Certificate.GetNameInfo(X509NameType.SimpleName, false),
                    AgentVersion = "0.1.0",
                    Facts = new Facts { OperatingSystem = "Oracle Linux 9" },
                },
            });
        }
        catch (RpcException)
        {
            // A server that refuses before it has read cuts the write off; its reason is read below.
        }

        Assert.NotNull((await stream.ReadAsync()).Welcome);
        return stream;
    }

    public void Dispose()
    {
        _channel.Dispose();
        Certificate.Dispose();
    }
}

/// <summary>An agent's open stream.</summary>
internal sealed class TestStream(AsyncDuplexStreamingCall<AgentMessage, CoordinatorMessage> call) : IDisposable
{
    // Bounds a test that would otherwise hang for ever.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public Task SendAsync(AgentMessage message) => call.RequestStream.WriteAsync(message);

    public Task SendAsync(RunResult result) => SendAsync(new AgentMessage { RunResult = result });

    /// <summary>The next message, but for the orders about drift that each session begins with.</summary>
    public async Task<CoordinatorMessage> ReadAsync()
    {
        CoordinatorMessage message;
        do
        {
            message = await ReadAnyAsync();
        }
        while (message.DriftOrders is not null);

        return message;
    }

    private async Task<CoordinatorMessage> ReadAnyAsync()
    {
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Bound), "The stream has ended.");
        return call.ResponseStream.Current;
    }

    /// <summary>Reads until a message of the kind comes.</summary>
    public async Task<CoordinatorMessage> ReadAsync(CoordinatorMessage.MessageOneofCase kind)
    {
        CoordinatorMessage message;
        do
        {
            message = await ReadAnyAsync();
        }
        while (message.MessageCase != kind);

        return message;
    }

    /// <summary>Reads until the server ends the stream; gives its status.</summary>
    public async Task<StatusCode> ReadToEndAsync()
    {
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Bound))
            {
            }

            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    /// <summary>Ends the stream as an agent that stops in order.</summary>
    public async Task CompleteAsync()
    {
        await call.RequestStream.CompleteAsync();
        await ReadToEndAsync();
    }

    public void Dispose() => call.Dispose();
}
