using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Shows what is not as the last apply left it.</summary>
internal static class DriftCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var command = new Command(
            "drift", "Compares cloud and nodes with what was applied, field by field; exit code 3 when they differ.");
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var drift = await connection.Lifecycle.GetDriftAsync(new GetDriftRequest(), cancellationToken: cancellation);
            if (drift.Steps.Count == 0)
            {
                terminal.Output.WriteLine($"{drift.Site} is as applied.");
                return ExitCode.Done;
            }

            PlanText.WriteSteps(terminal.Output, drift.Steps);
            terminal.Output.WriteLine($"{drift.Steps.Count} steps of {drift.Site} are not as applied. An apply would change them.");
            return ExitCode.ChangesPending;
        });
        return command;
    }
}
