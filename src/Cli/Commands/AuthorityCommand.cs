using System.CommandLine;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>The site's certificate authority and its rotation.</summary>
internal static class AuthorityCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var status = new Command("status", "Shows the authority, and who still has a certificate of the former one.");
        status.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            Write(terminal, await connection.Authorities.GetAuthorityAsync(
                new GetAuthorityRequest(), cancellationToken: cancellation));
            return ExitCode.Done;
        });

        var rotate = new Command(
            "rotate",
            "Makes a new authority. Agents and operators go over to it while both are trusted; no session ends.");
        rotate.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            Write(terminal, await connection.Authorities.RotateAuthorityAsync(
                new RotateAuthorityRequest(), cancellationToken: cancellation));
            return ExitCode.Done;
        });

        var force = new Option<bool>("--force")
        {
            Description = "Also when somebody still has a certificate of the former authority only; they are shut out.",
        };
        var retire = new Command(
            "retire", "Ends the trust in the former authority now. It ends by itself once nobody needs it.") { force };
        retire.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            Write(terminal, await connection.Authorities.RetireAuthorityAsync(
                new RetireAuthorityRequest { Force = result.GetValue(force) }, cancellationToken: cancellation));
            return ExitCode.Done;
        });
        return new Command("authority", "The site's certificate authority and its rotation.") { status, rotate, retire };
    }

    private static void Write(Terminal terminal, AuthorityState state)
    {
        terminal.Output.WriteLine($"{state.Root}, until {state.End.ToDateTimeOffset():yyyy-MM-dd}");
        terminal.Output.WriteLine($"  SHA-256 {state.Fingerprint}");
        if (state.Former.Length > 0)
        {
            terminal.Output.WriteLine(
                $"Trusted as well, until {state.FormerEnd.ToDateTimeOffset():u} at the latest: {state.Former}");
            terminal.Output.WriteLine(state.Waiting.Count == 0
                ? "  Nobody needs it any more."
                : $"  Still needed by {string.Join(", ", state.Waiting)}");
        }
    }
}
