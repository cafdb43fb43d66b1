using System.CommandLine;
using MoodleNodeAgent.Cli.Diagrams;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Draws the site's architecture.</summary>
internal static class DiagramCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var file = new Option<string?>("--output", "-o")
        {
            Description = "File to write. Default: the standard output.",
            HelpName = "FILE",
        };
        var command = new Command("diagram", "Draws the site's architecture as it stands, as SVG.") { file };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            var status = await connection.Client.GetStatusAsync(
                new GetStatusRequest(), cancellationToken: cancellation);
            if (status.Site.Length == 0)
            {
                throw new CommandFailure(
                    ExitCode.Failed, "There is no site to draw yet. Make one with moodlectl apply FILE.");
            }

            var picture = SiteDiagram.Render(status);
            if (result.GetValue(file) is not { } path)
            {
                terminal.Output.WriteLine(picture);
                return ExitCode.Done;
            }

            try
            {
                await File.WriteAllTextAsync(path, picture + "\n", cancellation);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new CommandFailure(ExitCode.Failed, $"Cannot write {path}: {failure.Message}");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
