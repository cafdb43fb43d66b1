using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Shows the site as it stands.</summary>
internal static class StatusCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("status", "Shows the site as it stands.") { json };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var status = await connection.Client.GetStatusAsync(
                new GetStatusRequest(), cancellationToken: cancellation);
            if (result.GetValue(json))
            {
                terminal.Output.WriteLine(StatusJson.Render(status));
            }
            else
            {
                StatusText.Write(terminal.Output, status);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
