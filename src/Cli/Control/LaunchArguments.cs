using System.CommandLine;
using MoodleNodeAgent.Cli.Cloud;

namespace MoodleNodeAgent.Cli.Control;

/// <summary>What apply needs to know while a site has no control host yet.</summary>
internal sealed class LaunchArguments
{
    private readonly AccountArguments account = new();

    private readonly Option<string?> coordinator = new("--coordinator")
    {
        Description = "The program moodle-coordinator, which launches the control host. Default: the one beside moodlectl.",
        HelpName = "FILE",
    };

    private readonly Option<string?> packages = new("--packages")
    {
        Description = "Folder of the RPMs for control host and nodes. Default: packages beside moodlectl.",
        HelpName = "FOLDER",
    };

    public void AddTo(Command command)
    {
        account.AddTo(command);
        command.Add(coordinator);
        command.Add(packages);
    }

    public LaunchSettings In(ParseResult result) => new(
        account.In(result),
        Path.GetFullPath(result.GetValue(coordinator) ?? Path.Combine(AppContext.BaseDirectory, "moodle-coordinator")),
        Path.GetFullPath(result.GetValue(packages) ?? Path.Combine(AppContext.BaseDirectory, "packages")));
}

/// <summary>Where the account, the coordinator and the packages are.</summary>
internal sealed record LaunchSettings(AccountSettings Account, string Coordinator, string Packages);
