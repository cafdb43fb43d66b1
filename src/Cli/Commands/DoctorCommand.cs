using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Looks at the live site by every rule, and says what mends it.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var command = new Command("doctor", "Checks the live site rule by rule, and names the command that mends it.");
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            using var call = connection.Care.Diagnose(new DiagnoseRequest(), cancellationToken: cancellation);
            return await CareText.RunAsync(call, "The site is well.", terminal, cancellation);
        });
        return command;
    }
}
