using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Stops or starts what runs by the clock on all nodes.</summary>
internal static class CronCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var word = Switch.Argument("off waits for what is under way.");
        var command = new Command("cron", "Stops or starts what runs by the clock, on all nodes.") { word };
        command.SetAction(async (result, cancellation) =>
        {
            var on = result.GetValue(word) == Switch.On;
            using var connection = connect(result);
            using var call = connection.Care.SetCron(new SetCronRequest { On = on }, cancellationToken: cancellation);
            return await CareText.RunAsync(call, on ? "Cron runs on all nodes." : "Cron is stopped.", terminal, cancellation);
        });
        return command;
    }
}
