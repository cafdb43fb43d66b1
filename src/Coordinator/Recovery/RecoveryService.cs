using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Operator;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Recovery;

/// <summary>Saves and restores the coordinator's own state for operators.</summary>
internal sealed class RecoveryService(
    SiteStore store, Restart restart, TimeProvider time, ILogger<RecoveryService> log)
    : Protocol.Operator.V1.Recovery.RecoveryBase
{
    /// <inheritdoc />
    public override Task<SaveRecoveryReply> SaveRecovery(SaveRecoveryRequest request, ServerCallContext context)
    {
        try
        {
            var site = SiteDeployment.SiteOf(store.Documents)?.Name ?? throw new RecoveryException(
                "This coordinator has no site yet, so there is nothing to save. Apply one first.");
            var bundle = RecoveryBundle.Seal(store.Export(site, time.GetUtcNow()), request.Passphrase);
            RecoveryLog.Saved(log, site, OperatorIdentity.Of(context.GetHttpContext()));
            return Task.FromResult(new SaveRecoveryReply { Bundle = ByteString.CopyFrom(bundle), Site = site });
        }
        catch (RecoveryException failure)
        {
            throw Refuse(failure);
        }
    }

    /// <inheritdoc />
    public override Task<RestoreRecoveryReply> RestoreRecovery(
        RestoreRecoveryRequest request, ServerCallContext context)
    {
        try
        {
            var content = RecoveryBundle.Open(request.Bundle.Span, request.Passphrase);
            store.Restore(content);
            RecoveryLog.Restored(log, content.Site, OperatorIdentity.Of(context.GetHttpContext()));
            restart.Ask();
            return Task.FromResult(new RestoreRecoveryReply
            {
                Site = content.Site,
                Saved = content.Saved.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            });
        }
        catch (RecoveryException failure)
        {
            throw Refuse(failure);
        }
    }

    private static RpcException Refuse(RecoveryException failure) =>
        new(new Status(StatusCode.FailedPrecondition, failure.Message));
}

internal static partial class RecoveryLog
{
    [LoggerMessage(EventId = 1901, Level = LogLevel.Warning, Message = "The recovery bundle of {Site} was given to {Operator}")]
    public static partial void Saved(ILogger log, string site, string @operator);

    [LoggerMessage(EventId = 1902, Level = LogLevel.Warning, Message = "{Operator} restored {Site} from a recovery bundle")]
    public static partial void Restored(ILogger log, string? site, string @operator);
}
