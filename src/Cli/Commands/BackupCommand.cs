using System.CommandLine;
using Grpc.Core;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Backups of database and shared storage under one name.</summary>
internal static class BackupCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect) =>
        new("backup", "Backups of the database and the shared storage, under one name.")
        {
            Now(terminal, connect), List(terminal, connect), Restore(terminal, connect), Test(terminal, connect),
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
                    ["name", "database", "storage", "release"],
                    .. reply.Backups.Select(backup => (IReadOnlyList<string>)
                        [backup.Name, Word(backup.DatabaseState), Word(backup.SnapshotState), Word(backup.Release)]),
                ]);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Restore(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var name = NameArgument();
        var confirm = new Option<string?>("--confirm")
        {
            Description = "The site's name, in place of typing it.",
            HelpName = "SITE",
        };
        var command = new Command("restore", "Brings the site's database and files back to a backup.") { name, confirm };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var request = new RestoreBackupRequest { Name = result.GetRequiredValue(name) };
            request.Confirm = result.GetValue(confirm) ?? Ask(terminal, request.Name);
            using var call = connection.Care.RestoreBackup(request, cancellationToken: cancellation);
            return await ShowValueAsync(call, terminal, cancellation);
        });
        return command;
    }

    private static Command Test(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var name = NameArgument();
        var command = new Command(
            "restore-test", "Restores a backup beside the site, compares it, and deletes it again. The site is not touched.")
        {
            name,
        };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            using var call = connection.Care.TestBackup(
                new TestBackupRequest { Name = result.GetRequiredValue(name) }, cancellationToken: cancellation);
            return await ShowValueAsync(call, terminal, cancellation);
        });
        return command;
    }

    private static Argument<string> NameArgument() =>
        new("name") { Description = "Name of the backup, as in the list.", HelpName = "NAME" };

    private static async Task<int> ShowValueAsync(
        AsyncServerStreamingCall<CareEvent> call, Terminal terminal, CancellationToken cancellation)
    {
        if (await CareText.ShowAsync(call, terminal, cancellation) is not { } found)
        {
            return ExitCode.Failed;
        }

        terminal.Output.WriteLine(found);
        return ExitCode.Done;
    }

    private static string Ask(Terminal terminal, string backup)
    {
        terminal.Output.WriteLine(
            $"""
            Restoring {backup}: a DB system is made of the backup and proved; then users get the maintenance page, the site's
            tables change places with the backup's, and files of the snapshot that are missing or other ones now come back.
            What users did since the backup is gone from the site; its tables are kept beside, and no file is deleted.
            """);
        if (terminal.Input is not { } input)
        {
            throw new CommandFailure(
                ExitCode.Usage, "A restore wants the site's name. Type it at a terminal, or give --confirm SITE.");
        }

        terminal.Output.Write("Type the site's name to go on: ");
        terminal.Output.Flush();
        return input.ReadLine()?.Trim() ?? "";
    }

    private static string Word(string state) => state.Length == 0 ? "none" : state.ToLowerInvariant();
}
