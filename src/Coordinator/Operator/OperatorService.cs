using Grpc.Core;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>What the command line asks of the coordinator.</summary>
internal sealed class OperatorService(
    IDeployment deployment,
    SiteReport report,
    ApplyQueue applies,
    SiteFiles siteFiles,
    ArtifactFolder artifacts,
    ISecretStore secrets,
    IAuditLog audit,
    ServeSettings settings,
    ILogger<OperatorService> log) : Protocol.Operator.V1.Operator.OperatorBase
{
    /// <inheritdoc />
    public override async Task<UploadArtifactReply> UploadArtifact(
        IAsyncStreamReader<UploadArtifactRequest> requestStream, ServerCallContext context)
    {
        CancellationToken cancellation = context.CancellationToken;
        if (!await requestStream.MoveNext(cancellation) || requestStream.Current.Header is not { } header)
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, "The first message has to be the artifact's header."));
        }

        if (artifacts.SizeOf(header.Sha256) is not null)
        {
            return new UploadArtifactReply { Present = true };
        }

        try
        {
            await using ArtifactWriter writer = artifacts.Create(header.Sha256, header.Size);
            while (await requestStream.MoveNext(cancellation))
            {
                await writer.WriteAsync(requestStream.Current.Content.Memory, cancellation);
            }

            writer.Commit();
        }
        catch (InvalidDataException failure)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, failure.Message));
        }

        OperatorLog.ArtifactReceived(log, header.Sha256, header.Size, OperatorIdentity.Of(context.GetHttpContext()));
        return new UploadArtifactReply();
    }

    /// <inheritdoc />
    public override Task<PlanReply> Plan(PlanRequest request, ServerCallContext context) =>
        GuardAsync(context, async () =>
        {
            SiteReading reading = siteFiles.Read(request.Site ?? new SiteFile(), needsContent: false);
            reading = await LookAsync(reading, context.CancellationToken);
            if (reading.Site is { } site)
            {
                return await deployment.PlanAsync(site, reading.Artifact, context.CancellationToken);
            }

            var unusable = new PlanReply();
            unusable.Problems.AddRange(reading.Problems);
            return unusable;
        });

    /// <inheritdoc />
    public override async Task Apply(
        ApplyRequest request, IServerStreamWriter<ApplyEvent> responseStream, ServerCallContext context)
    {
        SiteReading reading = await GuardAsync(context, () => LookAsync(
            siteFiles.Read(request.Site ?? new SiteFile(), needsContent: settings.LaunchFor is null),
            context.CancellationToken));
        if (reading.Site is not { } site)
        {
            var plan = new PlanReply();
            plan.Problems.AddRange(reading.Problems);
            await responseStream.WriteAsync(new ApplyEvent { Plan = plan }, context.CancellationToken);
            await responseStream.WriteAsync(
                new ApplyEvent { Ended = new ApplyEnded { Error = "The site file cannot be used; nothing was done." } },
                context.CancellationToken);
            return;
        }

        RunningApply apply;
        try
        {
            string operatorName = OperatorIdentity.Of(context.GetHttpContext());
            apply = applies.Start(site.Name, operatorName, (progress, stop) =>
            {
                audit.Add(operatorName, "apply", site.Name);
                return deployment.ApplyAsync(site, reading.Artifact, request.ExpectedPlan, progress, stop);
            });
        }
        catch (ApplyInProgressException failure)
        {
            throw new RpcException(new Status(StatusCode.Aborted, failure.Message));
        }

        await apply.SendAsync(responseStream, context.CancellationToken);
    }

    /// <inheritdoc />
    public override Task<SiteStatus> GetStatus(GetStatusRequest request, ServerCallContext context) =>
        GuardAsync(context, () => report.ReadAsync(context.CancellationToken));

    /// <inheritdoc />
    public override Task<ShowSecretReply> ShowSecret(ShowSecretRequest request, ServerCallContext context)
    {
        if (secrets.Find(request.Name) is not { } secret)
        {
            string known = secrets.Names is { Count: > 0 } names ? string.Join(", ", names) : "none yet";
            throw new RpcException(new Status(
                StatusCode.NotFound, $"There is no secret \"{request.Name}\". Known: {known}."));
        }

        audit.Add(OperatorIdentity.Of(context.GetHttpContext()), "show secret", request.Name);
        OperatorLog.SecretShown(log, request.Name, OperatorIdentity.Of(context.GetHttpContext()));
        return Task.FromResult(new ShowSecretReply { Value = secret.Reveal() });
    }

    // What only the cloud knows to be wrong stands at its place in the file as well.
    private async Task<SiteReading> LookAsync(SiteReading reading, CancellationToken cancellation)
    {
        if (reading.Site is not { } site)
        {
            return reading;
        }

        IReadOnlyList<SiteFileProblem> found = await deployment.CheckAsync(site, cancellation);
        return found.Count == 0 ? reading : reading with
        {
            Site = null,
            Problems = [.. reading.Problems, .. found.Select(reading.Place)],
        };
    }

    // gRPC would answer a mere "Exception was thrown by handler"; the operator is to read what and why.
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
