using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Lists the nodes with the task counts of their last apply.</summary>
internal static class NodesCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("nodes", "Lists the nodes with the task counts of their last apply.") { json };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var status = await connection.Client.GetStatusAsync(
                new GetStatusRequest(), cancellationToken: cancellation);
            if (result.GetValue(json))
            {
                terminal.Output.WriteLine(StatusJson.RenderNodes(status));
            }
            else
            {
                StatusText.WriteNodes(terminal.Output, "", status);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
