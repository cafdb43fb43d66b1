using System.CommandLine;
using Google.Protobuf;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Saves what a lost coordinator needs, and puts it into an empty one.</summary>
internal static class RecoveryCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect) =>
        new("recovery", "A sealed copy of authority, store key and passwords, for the loss of the control host.")
        {
            Save(terminal, connect),
            Restore(terminal, connect),
        };

    private static Command Save(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var file = new Argument<string>("file")
        {
            Description = "The bundle to write; one that is there is never overwritten.",
            HelpName = "FILE",
        };
        var passphrase = PassphraseOption();
        var command = new Command("save", "Writes the bundle. Keep it away from the site, and its passphrase away from it.")
        {
            file, passphrase,
        };
        command.SetAction(async (result, cancellation) =>
        {
            var path = result.GetRequiredValue(file);
            if (File.Exists(path))
            {
                throw NewFile.AlreadyThere(path);
            }

            var words = await PassphraseAsync(terminal, result.GetValue(passphrase), mustRepeat: true, cancellation);
            using var connection = connect(result);
            var reply = await connection.Recovery.SaveRecoveryAsync(
                new SaveRecoveryRequest { Passphrase = words }, cancellationToken: cancellation);
            await NewFile.WriteAsync(path, reply.Bundle.Memory, isSecret: true, cancellation);
            terminal.Output.WriteLine(
                $"{path}: recovery bundle of {reply.Site}, {reply.Bundle.Length} bytes, sealed by the passphrase.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Restore(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var file = new Argument<string>("file") { Description = "The bundle.", HelpName = "FILE" };
        var passphrase = PassphraseOption();
        var command = new Command("restore", "Opens the bundle in an empty coordinator, which begins anew with it.")
        {
            file, passphrase,
        };
        command.SetAction(async (result, cancellation) =>
        {
            var bundle = await ReadAsync(result.GetRequiredValue(file), cancellation);
            var words = await PassphraseAsync(terminal, result.GetValue(passphrase), mustRepeat: false, cancellation);
            using var connection = connect(result);
            var reply = await connection.Recovery.RestoreRecoveryAsync(
                new RestoreRecoveryRequest { Bundle = ByteString.CopyFrom(bundle), Passphrase = words },
                cancellationToken: cancellation);
            terminal.Output.WriteLine(
                $"Restored {reply.Site} as it was saved at {reply.Saved}. Its agents dial in by themselves. Now apply the "
                + "site file: the apply finds the cloud's resources by their tags.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<string?> PassphraseOption() => new("--passphrase-file")
    {
        Description = "File whose first line is the passphrase. Default: asked at the terminal.",
        HelpName = "FILE",
    };

    private static async Task<string> PassphraseAsync(
        Terminal terminal, string? file, bool mustRepeat, CancellationToken cancellation)
    {
        if (file is not null)
        {
            var text = System.Text.Encoding.UTF8.GetString(await ReadAsync(file, cancellation));
            return text.Split('\n')[0].TrimEnd('\r');
        }

        if (terminal.AskSecret is not { } ask)
        {
            throw new CommandFailure(
                ExitCode.Usage, "There is no terminal to ask for the passphrase. Give it with --passphrase-file FILE.");
        }

        var words = ask("Passphrase:");
        return !mustRepeat || ask("Once more:") == words
            ? words
            : throw new CommandFailure(ExitCode.Usage, "The two passphrases differ. Nothing was saved.");
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"Cannot read {file}: {failure.Message}");
        }
    }
}
