using System.CommandLine;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Join tokens for hosts that the coordinator did not launch.</summary>
internal static class TokenCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var node = new Argument<string>("node")
        {
            Description = "Name that the host shall have, such as web-9.",
            HelpName = "NODE",
        };
        var create = new Command(
            "create", "Prints a token for a host from elsewhere, once; the host joins by typing it into \"moodle-node-agent join\".")
        {
            node,
        };
        create.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var reply = await connection.Nodes.CreateJoinTokenAsync(
                new CreateJoinTokenRequest { Node = result.GetRequiredValue(node) }, cancellationToken: cancellation);
            // The token alone on standard output, so that it can be piped to the host.
            terminal.Output.WriteLine(reply.Token);
            terminal.Error.WriteLine($"Good for one host until {reply.End.ToDateTimeOffset():u}.");
            return ExitCode.Done;
        });
        return new Command("token", "Join tokens for hosts that the coordinator did not launch.") { create };
    }
}
