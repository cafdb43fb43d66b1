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
        return new Command("secret", "Generated passwords.") { show };
    }
}
