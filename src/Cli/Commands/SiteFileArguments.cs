using System.CommandLine;
using MoodleNodeAgent.Cli.SiteFiles;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>FILE, --archive and --sha256, which validate, plan and apply understand alike.</summary>
internal sealed class SiteFileArguments
{
    private readonly Argument<string> file = new("file") { Description = "The site file.", HelpName = "FILE" };

    private readonly Option<string?> archive = new("--archive")
    {
        Description = "Release archive (.tgz with the top folder moodle/) in the place of the site file's; "
            + "turns product sample into moodle.",
        HelpName = "FILE",
    };

    private readonly Option<string?> sha256 = new("--sha256")
    {
        Description = "SHA-256 that the archive must have.",
        HelpName = "HEX",
    };

    public void AddTo(Command command)
    {
        command.Add(file);
        command.Add(archive);
        command.Add(sha256);
    }

    public string PathIn(ParseResult result) => result.GetRequiredValue(file);

    public bool HasArchive(ParseResult result) => result.GetValue(archive) is not null;

    public ArchiveChoice ChoiceIn(ParseResult result) => new(result.GetValue(archive), result.GetValue(sha256));

    public Task<SiteFileInput> LoadAsync(ParseResult result, Terminal terminal, CancellationToken cancellation) =>
        SiteFileInput.LoadAsync(PathIn(result), ChoiceIn(result), terminal, cancellation);
}
