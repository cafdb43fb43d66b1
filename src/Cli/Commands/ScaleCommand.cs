using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Another number of nodes: in the site file first, so that it stays the truth, then in the cloud.</summary>
internal static class ScaleCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var count = new Argument<int>("nodes") { Description = "How many nodes there shall be.", HelpName = "N" };
        var arguments = new SiteFileArguments();
        var command = new Command(
            "scale",
            "Writes another number of nodes into the site file and applies it. Nodes that go leave the balancer first.")
        {
            count,
        };
        arguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var nodes = result.GetRequiredValue(count);
            using var connection = connect(result);
            using (var before = await arguments.LoadAsync(result, terminal, cancellation))
            {
                if (before.Site.Nodes.Count != nodes)
                {
                    var changed = await ChangedAsync(connection, before, nodes, cancellation);
                    Write(before.Result.File, changed.Text);
                    terminal.Output.WriteLine(
                        $"{before.Result.File}:{changed.Line}: nodes.count {before.Site.Nodes.Count} -> {nodes}");
                }
            }

            using var input = await arguments.LoadAsync(result, terminal, cancellation);
            await ArchiveUpload.SendAsync(connection.Client, input.Archive, cancellation);
            return await ApplyCommand.ApplyAsync(connection, input, "", terminal, cancellation);
        });
        return command;
    }

    // Nothing else is to come along with the new number.
    private static async Task<(string Text, int Line)> ChangedAsync(
        OperatorConnection connection, SiteFileInput before, int nodes, CancellationToken cancellation)
    {
        var file = before.Result.File;
        var changed = NodeCount.Change(before.Result, before.Message.Text, nodes);
        var reading = SiteFileReader.Read(file, changed.Text, before.Overrides);
        if (reading.Site is null)
        {
            throw new CommandFailure(ExitCode.Usage, SiteFileInput.Lines(reading.Problems));
        }

        var plan = await connection.Client.PlanAsync(
            new PlanRequest { Site = before.Message }, cancellationToken: cancellation);
        Problems.ThrowIfAny(plan);
        var pending = plan.Steps.Where(PlanText.IsChange).Select(step => step.Step).ToList();
        return pending.Count == 0 ? changed : throw new CommandFailure(
            ExitCode.ChangesPending,
            $"{file} is not what the site is: {string.Join(", ", pending)} would change. Look at moodlectl plan {file} and apply "
            + "it, then scale. Nothing was changed.");
    }

    private static void Write(string file, string text)
    {
        try
        {
            var path = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
            var next = path + ".new";
            File.WriteAllText(next, text);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(next, File.GetUnixFileMode(path));
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"Cannot write {file}: {failure.Message} Nothing was changed.");
        }
    }
}
