using System.CommandLine;
using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Cli.Import;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Finds a site that was made by hand or with Oracle's stack and writes its site file; reads only.</summary>
internal static class ImportCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file")
        {
            Description = "The site file to write; one that is there is never overwritten.",
            HelpName = "FILE",
        };
        var site = new Option<string>("--site")
        {
            Description = "Name of the site.",
            DefaultValueFactory = _ => "campus",
        };
        var profile = new Option<string>("--profile")
        {
            Description = "Section of the OCI configuration.",
            DefaultValueFactory = _ => "DEFAULT",
        };
        var region = new Option<string?>("--region") { Description = "Region. Default: the profile's." };
        var compartment = new Option<string>("--compartment")
        {
            Description = "Name, path (a/b) or OCID of the site's compartment.",
            Required = true,
        };
        Option<string?> Ocid(string name, string what) => new(name) { Description = $"{what} Default: found by looking.", HelpName = "OCID" };
        var vcn = Ocid("--vcn", "The site's VCN.");
        var system = Ocid("--db-system", "Its DB system.");
        var fileSystem = Ocid("--file-system", "Its shared file system.");
        var balancer = Ocid("--balancer", "Its network load balancer.");
        var account = new AccountArguments();
        var command = new Command(
            "import", "Finds a site made by hand or with Oracle's stack and writes a site file that changes nothing.")
        {
            file, site, profile, region, compartment, vcn, system, fileSystem, balancer,
        };
        account.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var path = result.GetRequiredValue(file);
            if (File.Exists(path))
            {
                throw NewFile.AlreadyThere(path);
            }

            using var opened = Account.Open(
                account.In(result), result.GetRequiredValue(profile), result.GetValue(region), terminal.Clock);
            var place = await Compartments.FindAsync(opened, result.GetRequiredValue(compartment), cancellation);
            var found = await FindAsync(
                opened, place,
                new SiteFinder.Wanted(
                    result.GetValue(vcn), result.GetValue(system), result.GetValue(fileSystem), result.GetValue(balancer)),
                cancellation);
            var text = ImportedSiteFile.Write(result.GetRequiredValue(site), opened, place, found);
            if (SiteFileReader.Read(path, text) is { Site: null } unusable)
            {
                throw new CommandFailure(
                    ExitCode.Failed,
                    "This site cannot be taken over as it is:\n" + SiteFileInput.Lines(unusable.Problems));
            }

            await NewFile.WriteAsync(path, text, cancellation);
            terminal.Output.WriteLine(
                $"{path}: {found.Servers.Count} nodes, DB system {found.DbSystem.DisplayName} with {found.Replicas.Count} "
                + $"replicas, {(found.Storage is null ? "no file system" : found.Storage.Export.Path)}, "
                + $"{found.Balancer?.DisplayName ?? "no balancer"}. Look through it, then: moodlectl plan {path}");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<FoundSite> FindAsync(
        Account account, FoundCompartment place, SiteFinder.Wanted wanted, CancellationToken cancellation)
    {
        try
        {
            return await new SiteFinder(account, place.Id).FindAsync(wanted, cancellation);
        }
        catch (OciException refusal)
        {
            throw new CommandFailure(
                ExitCode.Failed, await Refusals.ExplainAsync(account, refusal, place.Path, cancellation));
        }
    }
}
