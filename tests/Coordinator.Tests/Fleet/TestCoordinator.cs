using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using MoodleNodeAgent.Coordinator.Control;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Operator;
using MoodleNodeAgent.Coordinator.Pki;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>A whole coordinator on loopback with real TLS; only its cloud is missing.</summary>
internal sealed class TestCoordinator : IAsyncDisposable
{
    public const string ServerName = "control.demo.internal";

    private readonly WebApplication _app;

    private TestCoordinator(
        string folder, ServeSettings settings, WebApplication app, FakeDeployment deployment, TestTrust trust)
    {
        Folder = folder;
        Settings = settings;
        _app = app;
        Deployment = deployment;
        Trust = trust;
        string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        int[] ports = [.. addresses.Where(address => address.StartsWith("https://", StringComparison.Ordinal))
            .Select(address => new Uri(address).Port)];
        Metrics = new Uri(addresses.Single(address => address.StartsWith("http://127", StringComparison.Ordinal)) + "/metrics");
        AgentPort = ports[0];
        EnrolmentPort = ports[1];
        OperatorPort = ports[2];
    }

    public string Folder { get; }

    public ServeSettings Settings { get; }

    public FakeDeployment Deployment { get; }

    public TestTrust Trust { get; }

    public int AgentPort { get; }

    public int EnrolmentPort { get; }

    public int OperatorPort { get; }

    /// <summary>Where Prometheus would ask.</summary>
    public Uri Metrics { get; }

    public IFleet Fleet => Get<IFleet>();

    public Authority Authority => Get<Authority>();

    public static async Task<TestCoordinator> StartAsync(
        TimeProvider? time = null, FleetLimits? limits = null, string? folder = null, string? firstAdmin = null,
        IHostIdentity? identity = null)
    {
        folder ??= Directory.CreateTempSubdirectory("coordinator-").FullName;
        string packages = Directory.CreateDirectory(Path.Combine(folder, "packages")).FullName;
        await File.WriteAllTextAsync(Path.Combine(packages, "moodle-node-agent-0.1.0-1.x86_64.rpm"), "an rpm");
        await File.WriteAllTextAsync(Path.Combine(packages, "RPM-GPG-KEY-moodle-node-agent"), "a key");
        await File.WriteAllTextAsync(Path.Combine(packages, "test-key.asc"), "a secret key");
        Directory.CreateDirectory(Path.Combine(packages, "repodata"));
        await File.WriteAllTextAsync(Path.Combine(packages, "repodata", "repomd.xml"), "metadata");
        var settings = new ServeSettings
        {
            StateFolder = Path.Combine(folder, "state"),
            PackagesFolder = packages,
            ListenAddress = IPAddress.Loopback,
            AgentPort = 0,
            EnrolmentPort = 0,
            OperatorPort = 0,
            Metrics = new IPEndPoint(IPAddress.Loopback, 0),
            FirstAdmin = firstAdmin,
        };
        var deployment = new FakeDeployment();
        var trust = new TestTrust();
        WebApplication app = CoordinatorHost.Build(settings, services =>
        {
            services.AddSingleton<IDeployment>(deployment);
            services.AddSingleton<IInstanceTrust>(trust);
            services.AddSingleton(time ?? TimeProvider.System);
            services.AddSingleton(limits ?? new FleetLimits());
            if (identity is not null)
            {
                services.AddSingleton(identity);
            }
        });
        OperatorSocket.Prepare(settings.SocketPath);
        await app.StartAsync();
        OperatorSocket.Protect(settings.SocketPath);
        return new TestCoordinator(folder, settings, app, deployment, trust);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public GrpcChannel EnrolmentChannel() => Channel(EnrolmentPort, null);

    /// <summary>A channel of a host that trusts this root only.</summary>
    public GrpcChannel EnrolmentChannel(X509Certificate2 root)
    {
        SocketsHttpHandler handler = Handler(EnrolmentPort, null);
        handler.SslOptions.CertificateChainPolicy!.CustomTrustStore.Clear();
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(root);
        return GrpcChannel.ForAddress(
            $"https://{ServerName}:{EnrolmentPort}", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    public GrpcChannel AgentChannel(X509Certificate2? certificate, params X509Certificate2[] chain) =>
        Channel(
            AgentPort,
            certificate is null
                ? null
                : SslStreamCertificateContext.Create(certificate, new X509Certificate2Collection(chain), offline: true));

    /// <summary>A channel of an operator on another machine.</summary>
    public GrpcChannel OperatorChannel(X509Certificate2 certificate, params X509Certificate2[] chain) =>
        Channel(
            OperatorPort,
            SslStreamCertificateContext.Create(certificate, new X509Certificate2Collection(chain), offline: true));

    public GrpcChannel OperatorChannel() => GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Settings.SocketPath), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        },
        DisposeHttpClient = true,
    });

    public SocketsHttpHandler Handler(int port, SslStreamCertificateContext? certificate) => new()
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = certificate,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificate(Authority.Root.RawData) },
                RevocationMode = X509RevocationMode.NoCheck,
                VerificationTimeIgnored = false,
                VerificationTime = Get<TimeProvider>().GetUtcNow().UtcDateTime,
            },
        },
    };

    public async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private GrpcChannel Channel(int port, SslStreamCertificateContext? certificate) =>
        GrpcChannel.ForAddress($"https://{ServerName}:{port}", new GrpcChannelOptions
        {
            HttpHandler = Handler(port, certificate),
            DisposeHttpClient = true,
        });
}
