using System.Net;
using Microsoft.Extensions.Hosting.Systemd;
using MoodleNodeAgent.Coordinator.Adoption;
using MoodleNodeAgent.Coordinator.Care;
using MoodleNodeAgent.Coordinator.Control;
using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Coordinator.Operator;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Proof;
using MoodleNodeAgent.Coordinator.Recovery;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Coordinator.Telemetry;
using Serilog;

namespace MoodleNodeAgent.Coordinator;

/// <summary>Puts the coordinator together.</summary>
internal static class CoordinatorHost
{
    private const int MaxMessageBytes = 16 * 1024 * 1024;

    // systemd's own default is 90 s; a step that is asked to stop needs seconds.
    private static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(30);

    /// <summary>The whole coordinator, ready to start.</summary>
    /// <param name="settings">Where everything is.</param>
    /// <param name="addDeployment">Adds the deployment, which needs a cloud.</param>
    public static WebApplication Build(ServeSettings settings, Action<IServiceCollection> addDeployment)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSerilog(CoordinatorLog.Configure);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Shutdown);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageBytes;
            grpc.MaxSendMessageSize = MaxMessageBytes;
            grpc.Interceptors.Add<OperatorGate>();
        });
        AddParts(builder.Services, settings);
        builder.Services.AddTelemetry();
        addDeployment(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Listeners.Limit(kestrel);
            Listeners.ListenForAgents(kestrel, new IPEndPoint(settings.ListenAddress, settings.AgentPort));
            Listeners.ListenForEnrolment(kestrel, new IPEndPoint(settings.ListenAddress, settings.EnrolmentPort));
            Listeners.ListenForOperators(kestrel, new IPEndPoint(settings.ListenAddress, settings.OperatorPort));
            Listeners.ListenForOperators(kestrel, settings.SocketPath);
            if (settings.Metrics is { } metrics)
            {
                Listeners.ListenForMonitoring(kestrel, metrics);
            }
        });

        WebApplication app = builder.Build();
        app.UseRouting();
        app.Use(next => context => Listeners.KeepApart(context, next));
        app.MapGrpcService<AgentLinkService>().WithMetadata(new OnListener(Door.Agents));
        app.MapGrpcService<EnrolmentService>().WithMetadata(new OnListener(Door.Enrolment));
        app.MapGrpcService<OperatorService>().WithMetadata(new OnListener(Door.Operators));
        app.MapGrpcService<LifecycleService>().WithMetadata(new OnListener(Door.Operators));
        app.MapGrpcService<OperatorsService>().WithMetadata(new OnListener(Door.Operators));
        app.MapGrpcService<TaskService>().WithMetadata(new OnListener(Door.Operators));
        app.MapGrpcService<NodesService>().WithMetadata(new OnListener(Door.Operators));
        app.MapGrpcService<CareService>().WithMetadata(new OnListener(Door.Operators));
        app.MapGrpcService<WatchService>().WithMetadata(new OnListener(Door.Operators));
        app.MapGrpcService<AuthorityService>().WithMetadata(new OnListener(Door.Operators));
        app.MapGrpcService<AdoptionService>().WithMetadata(new OnListener(Door.Operators));
        app.MapGrpcService<ControlHostService>().WithMetadata(new OnListener(Door.Operators));
        app.MapGrpcService<RecoveryService>().WithMetadata(new OnListener(Door.Operators));
        app.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(new OnListener(Door.Metrics));
        app.MapMethods("/packages/{**file}", ["GET", "HEAD"], SendPackage)
            .WithMetadata(new OnListener(Door.Enrolment));
        return app;
    }

    private static void AddParts(IServiceCollection services, ServeSettings settings)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(new FleetLimits());
        services.AddSingleton(new DatabaseLimits());
        services.AddSingleton(new ProofLimits());
        services.AddSingleton(new OperatorLimits());

        services.AddSingleton(provider => SiteStore.Open(settings.StateFolder, Time(provider)));
        services.AddSingleton(provider => provider.GetRequiredService<SiteStore>().Documents);
        services.AddSingleton(provider => provider.GetRequiredService<SiteStore>().Secrets);

        services.AddSingleton(provider => provider.GetRequiredService<SiteStore>().Audit);

        services.AddSingleton(provider =>
            AuthorityStore.LoadOrCreate(provider.GetRequiredService<IDocumentStore>(), Time(provider)));
        services.AddSingleton<Revocations>();
        services.AddSingleton<ServerCertificates>();
        services.AddSingleton<AuthorityRotation>();
        services.AddHostedService<RotationEnd>();

        services.AddSingleton<JoinTokens>();
        services.AddSingleton<Challenges>();
        services.AddSingleton<InstanceJoins>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Runs>();
        services.AddSingleton<DriftReports>();
        services.AddSingleton<NodeLogs>();
        services.AddSingleton(_ => new ArtifactFolder(settings.ArtifactsFolder));
        services.AddSingleton(provider =>
            new AgentPackages(settings.PackagesFolder, provider.GetRequiredService<Authority>()));
        services.AddSingleton<IBootstrap>(provider => provider.GetRequiredService<AgentPackages>());
        services.AddSingleton<IFleet, AgentFleet>();

        services.AddSingleton<IProductDatabase, ProductDatabase>();
        services.AddSingleton<ISiteData, SiteData>();
        services.AddSingleton<ISiteProver, SiteProver>();

        services.AddSingleton<Restart>();
        services.AddSingleton<SiteReport>();
        // Not AddSystemd, which looks for systemd in /proc/1: the unit's own sandbox hides that.
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 })
        {
            services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
            services.AddSingleton<IHostLifetime, SystemdLifetime>();
            services.AddHostedService<Watchdog>();
        }

        services.AddSingleton(provider =>
            new FirstAdmin(provider.GetRequiredService<IDocumentStore>(), settings.FirstAdmin));
        services.AddSingleton<IHostIdentity, HostIdentity>();
        services.AddSingleton<KnownOperators>();
        services.AddSingleton<OperatorGate>();
        services.AddSingleton(new GuardLimits());
        services.AddSingleton<ReadGuard>();
        services.AddSingleton<IReadWithdrawal>(provider => provider.GetRequiredService<ReadGuard>());
        services.AddHostedService(provider => provider.GetRequiredService<ReadGuard>());

        services.AddSingleton(new CareLimits());
        services.AddSingleton<CareLock>();

        services.AddSingleton<SiteFiles>();
        services.AddSingleton<ApplyQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<ApplyQueue>());
    }

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static Task SendPackage(HttpContext context)
    {
        string file = context.Request.RouteValues["file"] as string ?? "";
        return context.RequestServices.GetRequiredService<AgentPackages>().PathOf(file) is { } path
            ? Results.File(path, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context)
            : Results.NotFound().ExecuteAsync(context);
    }
}
