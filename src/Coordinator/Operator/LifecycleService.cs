using Grpc.Core;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>What the command line asks about the site as a whole.</summary>
internal sealed class LifecycleService(
    ISiteLifecycle lifecycle, ApplyQueue queue, IAuditLog audit, ILogger<LifecycleService> log)
    : SiteLifecycle.SiteLifecycleBase
{
    /// <inheritdoc />
    public override Task<PlanReply> PlanDestroy(DestroyRequest request, ServerCallContext context) =>
        GuardAsync(context, () => lifecycle.PlanDestroyAsync(ScopeOf(request), context.CancellationToken));

    /// <inheritdoc />
    public override async Task Destroy(
        DestroyRequest request, IServerStreamWriter<ApplyEvent> responseStream, ServerCallContext context)
    {
        var site = SiteName();
        if (request.Confirm != site)
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument,
                $"\"{request.Confirm}\" is not the name of this coordinator's site. Type {site} to destroy it; nothing was "
                + "done."));
        }

        var operatorName = OperatorIdentity.Of(context.GetHttpContext());
        RunningApply running;
        try
        {
            running = queue.Start(site, operatorName, (progress, token) =>
            {
                audit.Add(operatorName, request.IncludeData ? "destroy with data" : "destroy", site);
                return lifecycle.DestroyAsync(ScopeOf(request), progress, token);
            });
        }
        catch (ApplyInProgressException failure)
        {
            throw new RpcException(new Status(StatusCode.Aborted, failure.Message));
        }

        await running.SendAsync(responseStream, context.CancellationToken);
    }

    /// <inheritdoc />
    public override Task<StopReply> Stop(StopRequest request, ServerCallContext context)
    {
        var isRunning = queue.Current is not null;
        if (isRunning)
        {
            audit.Add(
                OperatorIdentity.Of(context.GetHttpContext()), request.Now ? "stop now" : "stop", lifecycle.Site ?? "");
            lifecycle.Drain();
            if (request.Now)
            {
                queue.Stop();
            }
        }

        return Task.FromResult(new StopReply { WasRunning = isRunning });
    }

    /// <inheritdoc />
    public override Task<DriftReply> GetDrift(GetDriftRequest request, ServerCallContext context) =>
        GuardAsync(context, () => lifecycle.DriftAsync(context.CancellationToken));

    /// <inheritdoc />
    public override Task<Lease> GetLease(GetLeaseRequest request, ServerCallContext context) =>
        Task.FromResult(ToMessage());

    /// <inheritdoc />
    public override Task<Lease> FreeLease(FreeLeaseRequest request, ServerCallContext context)
    {
        audit.Add(OperatorIdentity.Of(context.GetHttpContext()), "free lease", SiteName());
        return lifecycle.FreeLease(request.Epoch)
            ? Task.FromResult(ToMessage())
            : throw new RpcException(new Status(
                StatusCode.Aborted,
                $"The lease of epoch {request.Epoch} is not the present one any more. Look at it again with moodlectl lease "
                + "show."));
    }

    /// <inheritdoc />
    public override Task<AuditReply> GetAudit(GetAuditRequest request, ServerCallContext context)
    {
        var all = audit.All;
        var reply = new AuditReply { Count = all.Count, Broken = audit.FindBreak() ?? "" };
        reply.Entries.AddRange((request.Newest == 0 ? all : all.TakeLast((int)request.Newest)).Select(entry =>
            new AuditEntry
            {
                Id = entry.Id,
                Time = entry.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", null),
                Operator = entry.Operator,
                Action = entry.Action,
                Subject = entry.Subject,
                Hash = entry.Hash,
            }));
        return Task.FromResult(reply);
    }

    private static DestroyScope ScopeOf(DestroyRequest request) => new(request.IncludeData, request.NoStorageCopy);

    private string SiteName() => lifecycle.Site ?? throw new RpcException(new Status(
        StatusCode.FailedPrecondition, "This coordinator has no site. Apply one first."));

    private Lease ToMessage()
    {
        var lease = lifecycle.Lease;
        return new Lease
        {
            Site = lifecycle.Site ?? "",
            Owner = lease?.Owner ?? "",
            Epoch = lease?.Epoch ?? 0,
            Since = lease?.Since is { } since ? Stamp(since) : "",
            Expires = lease is { Owner.Length: > 0 } ? Stamp(lease.Expires) : "",
        };
    }

    private static string Stamp(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", null);

    private async Task<T> GuardAsync<T>(ServerCallContext context, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is not (RpcException or OperationCanceledException))
        {
            OperatorLog.RequestFailed(log, OperatorIdentity.Of(context.GetHttpContext()), failure);
            throw new RpcException(new Status(StatusCode.Internal, failure.Message));
        }
    }
}
