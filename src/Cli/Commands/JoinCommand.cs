using System.CommandLine;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Brings the agent onto a host that was there before.</summary>
internal static class JoinCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var node = new Argument<string>("node") { Description = "Name of the node, such as web-1.", HelpName = "NODE" };
        var command = new Command(
            "join", "Prints a script that makes a node of a host of an imported site: moodlectl join web-1 | ssh HOST sudo sh")
        {
            node,
        };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var reply = await connection.Adoption.IssueJoinAsync(
                new IssueJoinRequest { Node = result.GetRequiredValue(node) }, cancellationToken: cancellation);
            terminal.Output.Write(reply.Script);
            return ExitCode.Done;
        });
        return command;
    }
}
