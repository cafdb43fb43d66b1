using System.CommandLine;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Checks a site file without a coordinator.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var arguments = new SiteFileArguments();
        var command = new Command("validate", "Checks a site file and reports all of its problems.");
        arguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var path = arguments.PathIn(result);
            if (!arguments.HasArchive(result) && await MissingArchiveAsync(path, cancellation) is { } missing)
            {
                terminal.Error.WriteLine(missing);
            }
            else
            {
                using var input = await arguments.LoadAsync(result, terminal, cancellation);
            }

            terminal.Output.WriteLine($"{path}: valid.");
            return ExitCode.Done;
        });
        return command;
    }

    // A good site file whose archive is still to come: the warning; null: anything else.
    private static async Task<Problem?> MissingArchiveAsync(string file, CancellationToken cancellation)
    {
        var result = SiteFileReader.Read(file, await SiteFileInput.ReadTextAsync(file, cancellation));
        return result.Site is { Release.Archive: { } named } && SiteFileInput.ArchivePath(file, named) is var path
            && !Path.Exists(path)
            ? result.ProblemAt("release.archive", $"there is no file {path} yet; an apply needs it.", isWarning: true)
            : null;
    }
}
