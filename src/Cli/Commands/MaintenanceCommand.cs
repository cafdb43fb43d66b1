using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Closes the site for users, or opens it.</summary>
internal static class MaintenanceCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var word = Switch.Argument("on closes the site: users get a maintenance page; off opens it.");
        var command = new Command("maintenance", "Closes the site for users, or opens it.") { word };
        command.SetAction(async (result, cancellation) =>
        {
            var on = result.GetValue(word) == Switch.On;
            using var connection = connect(result);
            using var call = connection.Care.SetMaintenance(
                new SetMaintenanceRequest { On = on }, cancellationToken: cancellation);
            return await CareText.RunAsync(
                call, on ? "Closed: users get the maintenance page." : "Open.", terminal, cancellation);
        });
        return command;
    }
}
