using System.CommandLine;
using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Cli.Preflight;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Looks before the first apply whether it can work, what it needs and what it costs; changes nothing.</summary>
internal static class PreflightCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The site file.", HelpName = "FILE" };
        var group = new Option<string>("--group")
        {
            Description = "Group of the operators, for the policies' text.",
            DefaultValueFactory = _ => "moodle-operators",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var account = new AccountArguments();
        var command = new Command(
            "preflight", "Checks credentials, limits, capacity, rights and price; read-only; exit code 1 when something "
            + "is in the way.")
        {
            file, group, json,
        };
        account.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var path = result.GetRequiredValue(file);
            var site = await ReadAsync(path, terminal, cancellation);
            using var opened = Account.Open(
                account.In(result), site.Cloud.Profile, site.Cloud.Region, terminal.Clock);
            var began = terminal.Clock.GetTimestamp();
            var findings = await new PreflightRun(site, opened, terminal.Clock).RunAsync(cancellation);
            var report = new PreflightReport(
                site, opened.Tenancy, result.GetRequiredValue(group), findings,
                terminal.Clock.GetElapsedTime(began).TotalSeconds);
            if (result.GetValue(json))
            {
                terminal.Output.WriteLine(report.ToJson());
            }
            else
            {
                report.WriteText(terminal.Output);
            }

            return report.HasFailures ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    // The release archive may still be missing: it is no matter of the cloud.
    private static async Task<Site> ReadAsync(string path, Terminal terminal, CancellationToken cancellation)
    {
        var read = SiteFileReader.Read(path, await SiteFileInput.ReadTextAsync(path, cancellation));
        foreach (var problem in read.Site is null ? [] : read.Problems)
        {
            terminal.Error.WriteLine(problem);
        }

        return read.Site ?? throw new CommandFailure(ExitCode.Usage, SiteFileInput.Lines(read.Problems));
    }
}
