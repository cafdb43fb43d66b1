using System.CommandLine;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Checks a site file without a coordinator.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The site file.", HelpName = "FILE" };
        var command = new Command("validate", "Checks a site file and reports all of its problems.") { file };
        command.SetAction((result, cancellation) => RunAsync(result.GetRequiredValue(file), terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string path, Terminal terminal, CancellationToken cancellation)
    {
        var result = SiteFileReader.Read(path, await SiteFileInput.ReadTextAsync(path, cancellation));
        if (result.Site is { } site && MissingArchive(result, site) is { } missing)
        {
            terminal.Error.WriteLine(SiteFileInput.Lines([.. result.Problems, missing]));
        }
        else
        {
            using var input = await SiteFileInput.LoadAsync(path, new ArchiveChoice(null, null), terminal, cancellation);
        }

        terminal.Output.WriteLine($"{path}: valid.");
        return ExitCode.Done;
    }

    private static Problem? MissingArchive(SiteFileResult result, Site site)
    {
        var path = SiteFileInput.ArchivePath(result.File, site.Release.Archive!);
        return Path.Exists(path)
            ? null
            : result.ProblemAt("release.archive", $"there is no file {path} yet; an apply needs it.", isWarning: true);
    }
}
