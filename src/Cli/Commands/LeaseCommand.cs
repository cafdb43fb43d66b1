using System.CommandLine;
using System.Globalization;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Shows and frees the lease, without which nobody writes.</summary>
internal static class LeaseCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var show = new Command("show", "Shows who may write, and since when.");
        show.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            Write(terminal, await connection.Lifecycle.GetLeaseAsync(
                new GetLeaseRequest(), cancellationToken: cancellation));
            return ExitCode.Done;
        });
        var epoch = new Option<long>("--epoch")
        {
            Description = "Epoch of the lease, as shown.",
            HelpName = "N",
            Required = true,
        };
        var free = new Command("free", "Takes the lease from a coordinator that is gone; it may not write any more.") { epoch };
        free.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            Write(terminal, await connection.Lifecycle.FreeLeaseAsync(
                new FreeLeaseRequest { Epoch = result.GetRequiredValue(epoch) }, cancellationToken: cancellation));
            return ExitCode.Done;
        });
        return new Command("lease", "Who may write.") { show, free };
    }

    private static void Write(Terminal terminal, Lease lease)
    {
        if (lease.Owner.Length == 0)
        {
            terminal.Output.WriteLine($"Nobody holds the lease (epoch {lease.Epoch}).");
            return;
        }

        var age = DateTimeOffset.TryParse(lease.Since, CultureInfo.InvariantCulture, out var since)
            ? Duration.Show((terminal.Clock.GetUtcNow() - since).TotalSeconds)
            : "unknown";
        terminal.Output.WriteLine(
            $"{lease.Owner} holds the lease of {lease.Site} since {lease.Since} ({age}); epoch {lease.Epoch}, ends "
            + $"{lease.Expires} unless renewed.");
    }
}
