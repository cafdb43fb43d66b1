using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Backups of database and shared storage under one name.</summary>
internal static class BackupCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect) =>
        new("backup", "Backups of the database and the shared storage, under one name.")
        {
            Now(terminal, connect), List(terminal, connect),
        };

    private static Command Now(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var command = new Command("now", "Makes one and waits until it is whole.");
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            using var call = connection.Care.CreateBackup(new CreateBackupRequest(), cancellationToken: cancellation);
            if (await CareText.ShowAsync(call, terminal, cancellation) is not { } name)
            {
                return ExitCode.Failed;
            }

            terminal.Output.WriteLine(name);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var command = new Command("list", "Lists them, newest first.");
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var reply = await connection.Care.ListBackupsAsync(new ListBackupsRequest(), cancellationToken: cancellation);
            TextTable.Write(
                terminal.Output, "",
                [
                    ["name", "database", "storage"],
                    .. reply.Backups.Select(backup => (IReadOnlyList<string>)
                        [backup.Name, Word(backup.DatabaseState), Word(backup.SnapshotState)]),
                ]);
            return ExitCode.Done;
        });
        return command;
    }

    private static string Word(string state) => state.Length == 0 ? "none" : state.ToLowerInvariant();
}
