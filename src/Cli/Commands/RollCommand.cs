using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Work on node after node, each out of the balancer meanwhile.</summary>
internal static class RollCommand
{
    private static readonly Dictionary<string, RollWork> Works = new()
    {
        ["restart"] = RollWork.RestartServices,
        ["reboot"] = RollWork.Reboot,
        ["app"] = RollWork.Application,
        ["agent"] = RollWork.Agent,
    };

    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var work = new Argument<string>("work")
        {
            Description = "restart: web server and PHP; reboot: the host; app: the node's part of the last apply again; "
                + "agent: another version of the agent, which takes nothing out of the balancer.",
            HelpName = "restart|reboot|app|agent",
        };
        work.AcceptOnlyFromAmong([.. Works.Keys]);
        var file = new Argument<string?>("file")
        {
            Description = "With app: the site file whose settings the nodes shall have; a batch that fails goes back.",
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var node = new Option<string[]>("--node") { Description = "Only this node; may be repeated.", HelpName = "NODE" };
        var most = new Option<uint>("--max-unavailable")
        {
            Description = "Nodes that may be out of the balancer at once.",
            DefaultValueFactory = _ => 1,
            HelpName = "N",
        };
        var to = new Option<string>("--to")
        {
            Description = "Version and release of the agent, such as 1.2.0-1. Default: the newest of the coordinator's "
                + "repository.",
            HelpName = "VERSION",
        };
        var window = new Option<uint>("--window")
        {
            Description = "Seconds within which the new agent has to report; then the version before comes back.",
            DefaultValueFactory = _ => 60,
            HelpName = "SECONDS",
        };
        var command = new Command("roll", "Works on node after node: drain, work, check, let in; stops at a failure.")
        {
            work, file, node, most, to, window,
        };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var request = new RollRequest
            {
                Work = Works[result.GetRequiredValue(work)],
                MaxUnavailable = result.GetValue(most),
                Nodes = { result.GetValue(node) ?? [] },
                AgentVersion = result.GetValue(to) ?? "",
                AgentWindow = new Google.Protobuf.WellKnownTypes.Duration { Seconds = result.GetValue(window) },
            };
            if (result.GetValue(file) is { } path)
            {
                using var input = await SiteFileInput.LoadAsync(path, new ArchiveChoice(null, null), terminal, cancellation);
                await ArchiveUpload.SendAsync(connection.Client, input.Archive, cancellation);
                request.Site = input.Message;
            }

            using var call = connection.Care.Roll(request, cancellationToken: cancellation);
            return await CareText.RunAsync(call, "Done on every node.", terminal, cancellation);
        });
        return command;
    }
}
