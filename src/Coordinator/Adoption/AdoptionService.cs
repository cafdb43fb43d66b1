using Grpc.Core;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Operator;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Adoption;

/// <summary>Join scripts and passwords of what was there before.</summary>
internal sealed class AdoptionService(
    SiteStore store, IFleet fleet, IBootstrap bootstrap, ServeSettings settings, ILogger<AdoptionService> log)
    : Protocol.Operator.V1.Adoption.AdoptionBase
{
    /// <inheritdoc />
    public override async Task<IssueJoinReply> IssueJoin(IssueJoinRequest request, ServerCallContext context)
    {
        var site = SiteDeployment.SiteOf(store.Documents) ?? throw Refuse(
            "This coordinator has no site yet. Apply the imported site file first; it waits for its agents meanwhile.");
        if (!site.Nodes.Names.Contains(request.Node))
        {
            throw Refuse($"The site {site.Name} has no node \"{request.Node}\". Its nodes: {string.Join(", ", site.Nodes.Names)}.");
        }

        if (fleet.IsConnected(request.Node))
        {
            throw Refuse($"The agent of {request.Node} is connected already.");
        }

        var token = await fleet.IssueJoinTokenAsync(request.Node, context.CancellationToken);
        AdoptionLog.JoinIssued(log, request.Node, OperatorIdentity.Of(context.GetHttpContext()));
        var control = new ControlSettings
        {
            Address = $"{settings.ControlAddress}",
            AgentPort = settings.AgentPort,
            EnrolmentPort = settings.EnrolmentPort,
        };
        return new IssueJoinReply
        {
            Script = UserData.WriteJoinScript(site.Name, request.Node, control, bootstrap, token),
        };
    }

    /// <inheritdoc />
    public override Task<GiveSecretReply> GiveSecret(GiveSecretRequest request, ServerCallContext context)
    {
        string[] known = [SecretNames.AppAdmin, SecretNames.DatabaseAdmin, SecretNames.DatabaseApp];
        if (!known.Contains(request.Name))
        {
            throw Refuse($"There is no secret \"{request.Name}\". Give one of: {string.Join(", ", known)}.");
        }

        if (request.Value.Length is 0 or > 128)
        {
            throw Refuse("A secret has 1 to 128 characters.");
        }

        store.Secrets.Put(request.Name, new Secret(request.Value));
        AdoptionLog.SecretGiven(log, request.Name, OperatorIdentity.Of(context.GetHttpContext()));
        return Task.FromResult(new GiveSecretReply());
    }

    private static RpcException Refuse(string message) => new(new Status(StatusCode.FailedPrecondition, message));
}

internal static partial class AdoptionLog
{
    [LoggerMessage(EventId = 1951, Level = LogLevel.Warning, Message = "A join script for {Node} was given to {Operator}")]
    public static partial void JoinIssued(ILogger log, string node, string @operator);

    [LoggerMessage(EventId = 1952, Level = LogLevel.Warning, Message = "{Operator} gave the secret {Name}")]
    public static partial void SecretGiven(ILogger log, string name, string @operator);
}
