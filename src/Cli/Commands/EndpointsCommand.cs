using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Lists the database's endpoints with their roles.</summary>
internal static class EndpointsCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("endpoints", "Lists the database's endpoints with their roles.") { json };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var status = await connection.Client.GetStatusAsync(
                new GetStatusRequest(), cancellationToken: cancellation);
            if (result.GetValue(json))
            {
                terminal.Output.WriteLine(StatusJson.RenderEndpoints(status));
            }
            else
            {
                StatusText.WriteEndpoints(terminal.Output, "", status);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
