using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Shows what operators did, and whether the log is whole.</summary>
internal static class AuditCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var newest = new Option<uint>("--newest")
        {
            Description = "At most so many of the newest entries. Default: all.",
            HelpName = "N",
        };
        var command = new Command(
            "audit", "Shows what operators did and checks the log's chain; exit code 1 when it is broken.") { newest };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var reply = await connection.Lifecycle.GetAuditAsync(
                new GetAuditRequest { Newest = result.GetValue(newest) }, cancellationToken: cancellation);
            TextTable.Write(terminal.Output, "", [.. reply.Entries.Select(entry =>
                new[] { $"{entry.Id}", entry.Time, entry.Operator, entry.Action, entry.Subject, entry.Hash[..12] })]);
            if (reply.Broken.Length > 0)
            {
                terminal.Error.WriteLine($"The chain is broken. {reply.Broken}");
                return ExitCode.Failed;
            }

            terminal.Output.WriteLine($"{reply.Count} entries; the chain holds.");
            return ExitCode.Done;
        });
        return command;
    }
}
