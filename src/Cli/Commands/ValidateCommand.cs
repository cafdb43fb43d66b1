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
        if (result.Site is not { } site)
        {
            terminal.Error.WriteLine(SiteFileInput.Lines(result.Problems));
            return ExitCode.Usage;
        }

        IReadOnlyList<Problem> warnings = [.. result.Problems, .. MissingArchive(result, site)];
        if (warnings.Count > 0)
        {
            terminal.Error.WriteLine(SiteFileInput.Lines(warnings));
        }

        terminal.Output.WriteLine($"{path}: valid.");
        return ExitCode.Done;
    }

    private static IEnumerable<Problem> MissingArchive(SiteFileResult result, Site site)
    {
        var path = SiteFileInput.ArchivePath(result.File, site.Release.Archive!);
        return Path.Exists(path)
            ? []
            : [result.ProblemAt("release.archive", $"there is no file {path} yet; an apply needs it.", isWarning: true)];
    }
}
