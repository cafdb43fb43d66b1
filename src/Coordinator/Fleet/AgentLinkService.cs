using System.Threading.Channels;
using Grpc.Core;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>The agents' streams. Who speaks is said by the client certificate, never by a message.</summary>
internal sealed class AgentLinkService(
    Authority authority,
    Revocations revocations,
    Sessions sessions,
    Runs runs,
    ArtifactFolder artifacts,
    DriftReports drift,
    NodeLogs logs,
    AuthorityRotation rotation,
    FleetLimits limits,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<AgentLinkService> log) : AgentLink.AgentLinkBase
{
    private const int ChunkSize = 64 * 1024;
    private const string AgentClosed = "the agent closed its stream";

    /// <inheritdoc />
    public override async Task Connect(
        IAsyncStreamReader<AgentMessage> requestStream,
        IServerStreamWriter<CoordinatorMessage> responseStream,
        ServerCallContext context)
    {
        AgentIdentity identity = Identify(context);
        using var session = new Session(identity.Node, limits, time) { CertificateEnd = identity.End };
        // The session lives no longer than its certificate: a renewed one takes a new connection.
        using var certificateEnd = new CancellationTokenSource(Remaining(identity), time);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, session.Closing, certificateEnd.Token, lifetime.ApplicationStopping);
        string reason = AgentClosed;
        bool isOpen = false;
        try
        {
            Hello hello = await ReadHelloAsync(requestStream, identity.Node, closing.Token);
            session.Hello = hello;
            sessions.Open(session);
            isOpen = true;
            FleetLog.Connected(log, identity.Node, hello.AgentVersion, hello.Facts?.OperatingSystem ?? "");
            session.TrySend(new CoordinatorMessage { Welcome = new Welcome { Heartbeat = limits.Heartbeat.ToDuration() } });
            OrderDrift(session);
            rotation.Tell(session);
            rotation.RetireIfUnused();
            ResendRuns(session);
            await SpeakAsync(session, requestStream, responseStream, closing.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            reason = session.CloseReason ?? (certificateEnd.IsCancellationRequested ? "its certificate ended"
                : lifetime.ApplicationStopping.IsCancellationRequested ? "the coordinator stops"
                : context.CancellationToken.IsCancellationRequested ? "the connection broke"
                : $"silent for {limits.Silence}");
            if (!context.CancellationToken.IsCancellationRequested && reason != AgentClosed)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, $"The session ended: {reason}."));
            }
        }
        finally
        {
            session.Close(reason);
            sessions.Remove(session);
            if (isOpen)
            {
                FleetLog.Disconnected(log, identity.Node, reason);
            }
        }
    }

    /// <inheritdoc />
    public override async Task FetchArtifact(
        FetchArtifactRequest request, IServerStreamWriter<ArtifactChunk> responseStream, ServerCallContext context)
    {
        Identify(context);
        await using FileStream content = artifacts.OpenRead(request.Sha256)
            ?? throw new RpcException(new Status(
                StatusCode.NotFound,
                $"The coordinator has no artifact {request.Sha256}. Apply the site again with its archive."));
        if (request.Offset < 0 || request.Offset > content.Length)
        {
            throw new RpcException(new Status(
                StatusCode.OutOfRange, $"Offset {request.Offset} is outside the artifact of {content.Length} bytes."));
        }

        content.Position = request.Offset;
        byte[] buffer = new byte[ChunkSize];
        int read;
        while ((read = await content.ReadAsync(buffer, context.CancellationToken)) > 0)
        {
            await responseStream.WriteAsync(
                new ArtifactChunk { Content = ByteString.CopyFrom(buffer, 0, read) }, context.CancellationToken);
        }
    }

    /// <inheritdoc />
    public override Task<EnrolReply> Renew(RenewRequest request, ServerCallContext context)
    {
        AgentIdentity identity = Identify(context);
        try
        {
            IssuedCertificate issued = authority.IssueAgent(identity.Node, request.CertificateRequest.Span);
            revocations.Record(identity.Node, issued);
            FleetLog.Renewed(log, identity.Node, issued.Serial, issued.End);
            return Task.FromResult(EnrolmentService.ToReply(issued));
        }
        catch (CertificateRequestException failure)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, failure.Message));
        }
    }

    private static async Task<Hello> ReadHelloAsync(
        IAsyncStreamReader<AgentMessage> requestStream, string node, CancellationToken cancellation)
    {
        if (!await requestStream.MoveNext(cancellation) || requestStream.Current.Hello is not { } hello)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message has to be a Hello."));
        }

        return hello.Node == node
            ? hello
            : throw new RpcException(new Status(
                StatusCode.PermissionDenied,
                $"The certificate is {node}'s, the Hello says \"{hello.Node}\". Correct node in agent.toml, or enrol "
                + "again under the new name."));
    }

    // Ends as soon as either direction does, and not before both have.
    private async Task SpeakAsync(
        Session session,
        IAsyncStreamReader<AgentMessage> requestStream,
        IServerStreamWriter<CoordinatorMessage> responseStream,
        CancellationToken cancellation)
    {
        Task sending = SendAsync(session.Outgoing, responseStream, cancellation);
        Task receiving = ReceiveAsync(session, requestStream, cancellation);
        Task first = await Task.WhenAny(sending, receiving);
        if (!cancellation.IsCancellationRequested)
        {
            session.Close(first == receiving && first.IsCompletedSuccessfully ? AgentClosed : "its stream broke");
        }

        await Task.WhenAll(sending, receiving);
    }

    private static async Task SendAsync(
        ChannelReader<CoordinatorMessage> outgoing, IServerStreamWriter<CoordinatorMessage> responseStream, CancellationToken cancellation)
    {
        await foreach (CoordinatorMessage message in outgoing.ReadAllAsync(cancellation))
        {
            await responseStream.WriteAsync(message, cancellation);
        }
    }

    private async Task ReceiveAsync(
        Session session, IAsyncStreamReader<AgentMessage> requestStream, CancellationToken cancellation)
    {
        while (await requestStream.MoveNext(cancellation))
        {
            session.Touch();
            AgentMessage message = requestStream.Current;
            switch (message.MessageCase)
            {
                case AgentMessage.MessageOneofCase.TaskEvent:
                    FindRun(session.Node, message.TaskEvent.RunId)?.Report(message.TaskEvent);
                    break;
                case AgentMessage.MessageOneofCase.RunResult:
                    TakeResult(session, message.RunResult);
                    break;
                case AgentMessage.MessageOneofCase.DriftReport:
                    drift.Save(session.Node, message.DriftReport);
                    FleetLog.Drifted(log, session.Node, message.DriftReport.Tasks.Count);
                    break;
                case AgentMessage.MessageOneofCase.LogLines:
                    logs.Receive(session.Node, message.LogLines);
                    break;
                case AgentMessage.MessageOneofCase.Heartbeat:
                    OrderDrift(session);
                    break;
            }
        }
    }

    private void TakeResult(Session session, RunResult result)
    {
        if (FindRun(session.Node, result.RunId) is { } run && run.TryEnd(result))
        {
            FleetLog.RunEnded(log, result.RunId, session.Node, result.Status);
        }

        // A late or repeated result is acknowledged as well: whoever still wants it asks by the same run id.
        session.TrySend(new CoordinatorMessage { Acknowledged = new ResultAcknowledged { RunId = result.RunId } });
    }

    /// <summary>Told at the begin of a session, and at the first heartbeat after the site changed its mind.</summary>
    private void OrderDrift(Session session)
    {
        bool repair = drift.Repair;
        if (session.DriftRepair != repair)
        {
            session.DriftRepair = repair;
            session.TrySend(new CoordinatorMessage { DriftOrders = new DriftOrders { Repair = repair } });
        }
    }

    private PendingRun? FindRun(string node, string runId)
    {
        PendingRun? run = runs.Find(runId);
        if (run is null || run.Node == node)
        {
            return run;
        }

        FleetLog.ForeignRun(log, node, runId);
        return null;
    }

    private void ResendRuns(Session session)
    {
        foreach (PendingRun run in runs.OfNode(session.Node))
        {
            if (run.SendOn(session))
            {
                FleetLog.RunSent(log, run.Request.RunId, session.Node);
            }
        }
    }

    private AgentIdentity Identify(ServerCallContext context) =>
        AgentIdentity.Of(context.GetHttpContext().Connection.ClientCertificate, authority, revocations)
        ?? throw new RpcException(new Status(
            StatusCode.Unauthenticated, "The agent's certificate is missing, ended or revoked. Enrol again."));

    private TimeSpan Remaining(AgentIdentity identity)
    {
        TimeSpan remaining = identity.End - time.GetUtcNow();
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }
}
