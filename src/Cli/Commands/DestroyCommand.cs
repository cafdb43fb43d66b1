using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Deletes the site.</summary>
internal static class DestroyCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var confirm = new Option<string?>("--confirm")
        {
            Description = "The site's name, in place of typing it.",
            HelpName = "NAME",
        };
        var data = new Option<bool>("--include-data")
        {
            Description = "Delete the DB system, after a final backup, and the file system as well.",
        };
        var noCopy = new Option<bool>("--no-storage-copy")
        {
            Description = "With --include-data: delete the file system without a copy of it.",
        };
        var plan = new Option<bool>("--plan") { Description = "Only show what would be deleted; exit code 3." };
        var command = new Command(
            "destroy", "Deletes the site. Keeps DB system and file system, and what they stand in, unless told otherwise.")
        {
            confirm, data, noCopy, plan,
        };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var request = new DestroyRequest
            {
                IncludeData = result.GetValue(data),
                NoStorageCopy = result.GetValue(noCopy),
            };
            if (result.GetValue(plan) || result.GetValue(confirm) is null)
            {
                var planned = await connection.Lifecycle.PlanDestroyAsync(request, cancellationToken: cancellation);
                PlanText.Write(terminal.Output, planned);
                if (result.GetValue(plan))
                {
                    return planned.Steps.Any(PlanText.IsChange) ? ExitCode.ChangesPending : ExitCode.Done;
                }
            }

            request.Confirm = result.GetValue(confirm) ?? Ask(terminal);
            var ended = await Watching.WatchAsync(
                connection, terminal, token => connection.Lifecycle.Destroy(request, cancellationToken: token),
                cancellation);
            if (!ended.Succeeded)
            {
                terminal.Error.WriteLine($"The destroy failed: {ended.Error}");
                return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failed;
            }

            terminal.Output.WriteLine(ended.Changed
                ? request.IncludeData
                    ? "Done: no resource bears the site's tags any more."
                    : "Done: only the data is left, and what it stands in."
                : "Nothing to destroy.");
            return ExitCode.Done;
        });
        return command;
    }

    private static string Ask(Terminal terminal)
    {
        if (terminal.Input is not { } input)
        {
            throw new CommandFailure(
                ExitCode.Usage, "A destroy wants the site's name. Type it at a terminal, or give --confirm NAME.");
        }

        terminal.Output.Write("This cannot be undone. Type the site's name to go on: ");
        terminal.Output.Flush();
        return input.ReadLine()?.Trim() ?? "";
    }
}
