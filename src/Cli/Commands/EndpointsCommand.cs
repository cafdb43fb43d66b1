using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Lists the database's endpoints with their roles.</summary>
internal static class EndpointsCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var command = new Command("endpoints", "Lists the database's endpoints with their roles.");
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var status = await connection.Client.GetStatusAsync(
                new GetStatusRequest(), cancellationToken: cancellation);
            StatusText.WriteEndpoints(terminal.Output, "", status);
            return ExitCode.Done;
        });
        return command;
    }
}
