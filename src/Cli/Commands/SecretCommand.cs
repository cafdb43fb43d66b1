using System.CommandLine;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Shows generated passwords.</summary>
internal static class SecretCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var name = new Argument<string>("name") { Description = "Name of the secret, such as app/admin.", HelpName = "NAME" };
        var show = new Command("show", "Prints one generated password.") { name };
        show.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var reply = await connection.Client.ShowSecretAsync(
                new ShowSecretRequest { Name = result.GetRequiredValue(name) }, cancellationToken: cancellation);
            terminal.Output.WriteLine(reply.Value);
            return ExitCode.Done;
        });
        var file = new Option<string>("--from-file")
        {
            Description = "File whose first line is the password.", HelpName = "FILE", Required = true,
        };
        var set = new Command(
            "set", "Gives a password that the coordinator did not make: database/admin of an imported DB system.")
        {
            name, file,
        };
        set.SetAction(async (result, cancellation) =>
        {
            var value = (await SiteFiles.SiteFileInput.ReadTextAsync(result.GetRequiredValue(file), cancellation))
                .Split('\n')[0].TrimEnd('\r');
            using var connection = connect(result);
            await connection.Adoption.GiveSecretAsync(
                new GiveSecretRequest { Name = result.GetRequiredValue(name), Value = value },
                cancellationToken: cancellation);
            terminal.Output.WriteLine($"{result.GetRequiredValue(name)} is kept.");
            return ExitCode.Done;
        });
        return new Command("secret", "Passwords of the site.") { show, set };
    }
}
