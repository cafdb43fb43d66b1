using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Gives the database's primary role to another member.</summary>
internal static class SwitchoverCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var command = new Command(
            "switchover", "Gives the database's primary role to a member in another domain; the endpoint stays the same.");
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            using var call = connection.Care.SwitchOverDatabase(
                new SwitchOverDatabaseRequest(), cancellationToken: cancellation);
            if (await CareText.ShowAsync(call, terminal, cancellation) is not { } place)
            {
                return ExitCode.Failed;
            }

            terminal.Output.WriteLine($"The primary is in {place} now.");
            return ExitCode.Done;
        });
        return command;
    }
}
