using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>A coordinator of the test's own: real TLS, real gRPC, certificates made here.</summary>
internal sealed class TestCoordinator : IAsyncDisposable
{
    private readonly ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 root;
    private readonly string name;
    private WebApplication? app;

    public TestCoordinator(string serverName = "localhost")
    {
        name = serverName;
        var request = new CertificateRequest("CN=test root", rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
    }

    public string RootPem => root.ExportCertificatePem();
    public int LinkPort { get; private set; }
    public int EnrolmentPort { get; private set; }

    /// <summary>Life of certificates that begins one hour before now. Default 7 days.</summary>
    public TimeSpan CertificateLife { get; set; } = TimeSpan.FromDays(7);
    public ConcurrentQueue<EnrolRequest> Enrolments { get; } = [];
    public ConcurrentDictionary<string, byte[]> Artifacts { get; } = [];
    public Channel<TestSession> Sessions { get; } = Channel.CreateUnbounded<TestSession>();
    public int Renewals { get; set; }
    public byte[] Nonce { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>Answers to enrolments that do not arrive. Default 0.</summary>
    public int LostAnswers { get; set; }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        var server = Issue(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), TimeSpan.FromDays(1), server: true);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(options =>
        {
            Listen(options, LinkPort, server, ClientCertificateMode.RequireCertificate);
            Listen(options, EnrolmentPort, server, ClientCertificateMode.NoCertificate);
        });
        app = builder.Build();
        app.MapGrpcService<EnrolmentService>();
        app.MapGrpcService<LinkEndpoint>();
        await app.StartAsync();
        var ports = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address).Port).ToList();
        (LinkPort, EnrolmentPort) = (ports[0], ports[1]);
    }

    /// <summary>Ends all sessions; a new start listens on the same ports.</summary>
    public async Task StopAsync()
    {
        if (app is not null)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
            app = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        root.Dispose();
        rootKey.Dispose();
    }

    private X509Certificate2 Issue(string commonName, ECDsa key, TimeSpan life, bool server)
    {
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        if (server)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(commonName);
            request.CertificateExtensions.Add(names.Build());
        }

        var begin = TimeProvider.System.GetUtcNow().AddHours(-1);
        using var issued = request.Create(root, begin, begin + life, RandomNumberGenerator.GetBytes(8));
        var certificate = server ? issued.CopyWithPrivateKey(key) : X509CertificateLoader.LoadCertificate(issued.RawData);
        // A key in memory alone is of no use to the server's TLS on each platform; one that was imported is.
        return server ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null) : certificate;
    }

    private void Listen(KestrelServerOptions options, int port, X509Certificate2 server, ClientCertificateMode mode) =>
        options.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(server, https =>
            {
                https.ClientCertificateMode = mode;
                https.ClientCertificateValidation = (certificate, _, _) => IsOurs(certificate);
#pragma warning disable CA5398 // What the agent promises is tested.
                https.SslProtocols = SslProtocols.Tls13;
#pragma warning restore CA5398
            });
        });

    private bool IsOurs(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private EnrolReply Certify(ByteString request, string node)
    {
        var loaded = CertificateRequest.LoadSigningRequest(request.ToByteArray(), HashAlgorithmName.SHA256);
        using var key = loaded.PublicKey.GetECDsaPublicKey()!;
        using var certificate = Issue(node, key, CertificateLife, server: false);
        return new EnrolReply { Certificate = ByteString.CopyFrom(certificate.RawData) };
    }

    private sealed class EnrolmentService(TestCoordinator coordinator) : Enrolment.EnrolmentBase
    {
        public override Task<ChallengeReply> GetChallenge(ChallengeRequest request, ServerCallContext context) =>
            Task.FromResult(new ChallengeReply { Nonce = ByteString.CopyFrom(coordinator.Nonce) });

        public override Task<EnrolReply> Enrol(EnrolRequest request, ServerCallContext context)
        {
            coordinator.Enrolments.Enqueue(request);
            if (coordinator.LostAnswers-- > 0)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "lost"));
            }

            return Task.FromResult(coordinator.Certify(request.CertificateRequest, request.Node));
        }
    }

    private sealed class LinkEndpoint(TestCoordinator coordinator) : AgentLink.AgentLinkBase
    {
        public override async Task Connect(
            IAsyncStreamReader<AgentMessage> requestStream, IServerStreamWriter<CoordinatorMessage> responseStream,
            ServerCallContext context)
        {
            var certificate = context.GetHttpContext().Connection.ClientCertificate!;
            await requestStream.MoveNext(context.CancellationToken);
            var session = new TestSession(requestStream.Current.Hello, certificate, requestStream, responseStream);
            await responseStream.WriteAsync(new CoordinatorMessage
            {
                Welcome = new Welcome { Heartbeat = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(100)) },
            });
            await coordinator.Sessions.Writer.WriteAsync(session);
            await session.Ended.WaitAsync(context.CancellationToken);
        }

        public override async Task FetchArtifact(
            FetchArtifactRequest request, IServerStreamWriter<ArtifactChunk> responseStream, ServerCallContext context)
        {
            if (!coordinator.Artifacts.TryGetValue(request.Sha256, out var content))
            {
                throw new RpcException(new Status(StatusCode.NotFound, "no such artifact"));
            }

            foreach (var part in content.Skip((int)request.Offset).Chunk(64 * 1024))
            {
                await responseStream.WriteAsync(new ArtifactChunk { Content = ByteString.CopyFrom(part) });
            }
        }

        public override Task<EnrolReply> Renew(RenewRequest request, ServerCallContext context)
        {
            coordinator.Renewals++;
            coordinator.CertificateLife = TimeSpan.FromDays(7);
            return Task.FromResult(coordinator.Certify(request.CertificateRequest, "web-1"));
        }
    }
}

/// <summary>The server's end of one agent's stream.</summary>
internal sealed class TestSession(
    Hello hello, X509Certificate2 certificate, IAsyncStreamReader<AgentMessage> reader,
    IServerStreamWriter<CoordinatorMessage> writer)
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Hello Hello => hello;
    public X509Certificate2 Certificate => certificate;
    public Task Ended => ended.Task;

    public Task SendAsync(CoordinatorMessage message) => writer.WriteAsync(message);

    public Task AcknowledgeAsync(string runId) => SendAsync(
        new CoordinatorMessage { Acknowledged = new ResultAcknowledged { RunId = runId } });

    /// <summary>Next message that is not a heartbeat.</summary>
    public async Task<AgentMessage> NextAsync(CancellationToken cancellation)
    {
        do
        {
            Assert.True(await reader.MoveNext(cancellation), "The agent closed the stream.");
        }
        while (reader.Current.MessageCase == AgentMessage.MessageOneofCase.Heartbeat);

        return reader.Current;
    }

    /// <summary>Next heartbeat.</summary>
    public async Task HeartbeatAsync(CancellationToken cancellation)
    {
        do
        {
            Assert.True(await reader.MoveNext(cancellation), "The agent closed the stream.");
        }
        while (reader.Current.MessageCase != AgentMessage.MessageOneofCase.Heartbeat);
    }

    /// <summary>Next result; task events on the way are passed over.</summary>
    public async Task<RunResult> ResultAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (await NextAsync(cancellation) is { RunResult: { } result })
            {
                return result;
            }
        }
    }

    public void End() => ended.TrySetResult();
}
