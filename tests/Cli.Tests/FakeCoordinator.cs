using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli;

/// <summary>A coordinator that says what the test wants, over a real Unix socket.</summary>
internal sealed class FakeCoordinator : Operator.OperatorBase, IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mna-cli-").FullName;
    private readonly WebApplication application;

    private FakeCoordinator()
    {
        SocketPath = Path.Combine(folder, "operator.sock");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ListenUnixSocket(SocketPath, listen => listen.Protocols = HttpProtocols.Http2));
        application = builder.Build();
        application.MapGrpcService<FakeCoordinator>();
        application.MapGrpcService<FakeLifecycle>();
        application.MapGrpcService<FakeWatch>();
    }

    public string SocketPath { get; }

    public PlanReply PlanReply { get; set; } = new();

    public IReadOnlyList<ApplyEvent> Events { get; set; } = [];

    /// <summary>Whether a hanging apply ends when it is asked to stop.</summary>
    public bool EndsWhenStopped { get; set; }

    public SiteStatus Status { get; set; } = new();

    /// <summary>What a watcher gets after the status.</summary>
    public IReadOnlyList<SiteEvent> SiteEvents { get; set; } = [];

    /// <summary>Whether a watcher's stream stays open after that.</summary>
    public bool KeepsWatchOpen { get; set; }

    public bool HasArchive { get; set; }

    /// <summary>Thrown by every call when set.</summary>
    public RpcException? Failure { get; set; }

    /// <summary>Completed when an apply has begun and waits for its end, when the test wants it to hang.</summary>
    public TaskCompletionSource? Hanging { get; set; }

    /// <summary>Stops that were asked for, by whether at once.</summary>
    public Channel<bool> Stops { get; } = Channel.CreateUnbounded<bool>();

    public DestroyRequest? Destroyed { get; set; }

    public DriftReply Drift { get; set; } = new();

    public Lease Lease { get; set; } = new();

    public AuditReply Audit { get; set; } = new();

    public string? ExpectedPlan { get; private set; }

    public SiteFile? Planned { get; private set; }

    public SiteFile? Applied { get; private set; }

    public ArtifactHeader? Header { get; private set; }

    public byte[] Content { get; private set; } = [];

    public static async Task<FakeCoordinator> StartAsync()
    {
        var coordinator = new FakeCoordinator();
        await coordinator.application.StartAsync();
        return coordinator;
    }

    public override Task<PlanReply> Plan(PlanRequest request, ServerCallContext context)
    {
        ThrowIfAsked();
        Planned = request.Site;
        return Task.FromResult(PlanReply);
    }

    public override async Task Apply(
        ApplyRequest request, IServerStreamWriter<ApplyEvent> responseStream, ServerCallContext context)
    {
        ThrowIfAsked();
        Applied = request.Site;
        ExpectedPlan = request.ExpectedPlan;
        foreach (var item in Events)
        {
            await responseStream.WriteAsync(item);
        }

        if (Hanging is not null)
        {
            Hanging.SetResult();
            var stop = Stops.Reader.WaitToReadAsync(context.CancellationToken).AsTask();
            await Task.WhenAny(stop, Task.Delay(Timeout.Infinite, context.CancellationToken));
            if (EndsWhenStopped)
            {
                await responseStream.WriteAsync(new ApplyEvent { Ended = new ApplyEnded { Error = "It was stopped." } });
                return;
            }

            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }

    public override async Task<UploadArtifactReply> UploadArtifact(
        IAsyncStreamReader<UploadArtifactRequest> requestStream, ServerCallContext context)
    {
        ThrowIfAsked();
        await requestStream.MoveNext(context.CancellationToken);
        Header = requestStream.Current.Header;
        if (HasArchive)
        {
            return new UploadArtifactReply { Present = true };
        }

        using var content = new MemoryStream();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            requestStream.Current.Content.WriteTo(content);
        }

        Content = content.ToArray();
        return new UploadArtifactReply();
    }

    public override Task<SiteStatus> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        ThrowIfAsked();
        return Task.FromResult(Status);
    }

    public override Task<ShowSecretReply> ShowSecret(ShowSecretRequest request, ServerCallContext context)
    {
        ThrowIfAsked();
        return Task.FromResult(new ShowSecretReply { Value = $"value of {request.Name}" });
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private void ThrowIfAsked()
    {
        if (Failure is not null)
        {
            throw Failure;
        }
    }
}

/// <summary>The same coordinator's answers about the site as a whole.</summary>
internal sealed class FakeLifecycle(FakeCoordinator coordinator) : SiteLifecycle.SiteLifecycleBase
{
    public override Task<StopReply> Stop(StopRequest request, ServerCallContext context)
    {
        coordinator.Stops.Writer.TryWrite(request.Now);
        return Task.FromResult(new StopReply { WasRunning = true });
    }

    public override Task<PlanReply> PlanDestroy(DestroyRequest request, ServerCallContext context) =>
        Task.FromResult(coordinator.PlanReply);

    public override async Task Destroy(
        DestroyRequest request, IServerStreamWriter<ApplyEvent> responseStream, ServerCallContext context)
    {
        coordinator.Destroyed = request;
        await responseStream.WriteAsync(
            new ApplyEvent { Ended = new ApplyEnded { Succeeded = true, Changed = true } });
    }

    public override Task<DriftReply> GetDrift(GetDriftRequest request, ServerCallContext context) =>
        Task.FromResult(coordinator.Drift);

    public override Task<Lease> GetLease(GetLeaseRequest request, ServerCallContext context) =>
        Task.FromResult(coordinator.Lease);

    public override Task<Lease> FreeLease(FreeLeaseRequest request, ServerCallContext context) =>
        Task.FromResult(new Lease { Site = coordinator.Lease.Site, Epoch = request.Epoch + 1 });

    public override Task<AuditReply> GetAudit(GetAuditRequest request, ServerCallContext context) =>
        Task.FromResult(coordinator.Audit);
}
