using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Empties the product's caches.</summary>
internal static class PurgeCachesCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var command = new Command("purge-caches", "Empties the product's caches.");
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            using var call = connection.Care.PurgeCaches(new PurgeCachesRequest(), cancellationToken: cancellation);
            return await CareText.RunAsync(call, "The caches are empty.", terminal, cancellation);
        });
        return command;
    }
}
