using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>What operators do with single nodes.</summary>
internal sealed class NodesService(
    IFleet fleet, NodeLogs logs, IInstanceTrust trust, FleetLimits limits, TimeProvider time, ILogger<NodesService> log)
    : Nodes.NodesBase
{
    /// <inheritdoc />
    public override async Task ReadLog(
        ReadLogRequest request, IServerStreamWriter<LogEntry> responseStream, ServerCallContext context)
    {
        OperatorLog.LogRead(log, request.Node, OperatorIdentity.Of(context.GetHttpContext()));
        var wanted = new LogRequest { Follow = request.Follow, RunId = request.RunId, Lines = request.Lines };
        try
        {
            await foreach (LogEntry entry in logs.ReadAsync(request.Node, wanted, context.CancellationToken))
            {
                await responseStream.WriteAsync(entry, context.CancellationToken);
            }
        }
        catch (NodeLogException failure)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, failure.Message));
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The reader has seen enough.
        }
    }

    /// <inheritdoc />
    public override async Task<CreateJoinTokenReply> CreateJoinToken(
        CreateJoinTokenRequest request, ServerCallContext context)
    {
        if (!NodeNames.IsValid(request.Node))
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"\"{request.Node}\" is not a host name label. Use a name such as web-9."));
        }

        if (trust.Find(request.Node) is not null)
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition,
                $"{request.Node} was launched by this coordinator and joins by its instance's identity. Tokens are for "
                + "hosts from elsewhere."));
        }

        if (fleet.IsConnected(request.Node))
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition,
                $"{request.Node} is connected. Use another name, or stop its agent first."));
        }

        string token = await fleet.IssueJoinTokenAsync(request.Node, context.CancellationToken);
        OperatorLog.TokenCreated(log, request.Node, OperatorIdentity.Of(context.GetHttpContext()));
        return new CreateJoinTokenReply
        {
            Token = token,
            End = Timestamp.FromDateTimeOffset(time.GetUtcNow() + limits.JoinTokenLife),
        };
    }
}
