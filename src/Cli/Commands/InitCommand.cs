using System.CommandLine;
using System.Text.Json.Nodes;
using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Cli.Init;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Writes the first site file: asks the cloud for region and compartment, and the operator for the rest.
/// </summary>
internal static class InitCommand
{
    private const string DefaultSite = "campus";
    private const string DefaultProfile = "DEFAULT";

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file")
        {
            Description = "The site file to write; one that is there is never overwritten.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "site.yaml",
        };
        var site = new Option<string?>("--site") { Description = $"Name of the site. Default: {DefaultSite}." };
        var profile = new Option<string?>("--profile")
        {
            Description = $"Section of the OCI configuration. Default: {DefaultProfile}.",
        };
        var region = new Option<string?>("--region") { Description = "Region. Default: the profile's." };
        var compartment = new Option<string?>("--compartment")
        {
            Description = "Name, path (a/b) or OCID of the compartment. Default: asked.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON, and ask nothing." };
        var account = new AccountArguments();
        var command = new Command("init", "Writes a commented site file for your account.")
        {
            file, site, profile, region, compartment, json,
        };
        account.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(
            new Wish(
                result.GetRequiredValue(file), result.GetValue(site), result.GetValue(profile), result.GetValue(region),
                result.GetValue(compartment), result.GetValue(json), account.In(result)),
            terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Wish wish, Terminal terminal, CancellationToken cancellation)
    {
        if (File.Exists(wish.File))
        {
            throw NewFile.AlreadyThere(wish.File);
        }

        var questions = new Questions(wish.Json ? null : terminal.Input, terminal.Output);
        var profile = wish.Profile ?? await questions.AskAsync("Profile of the OCI configuration", DefaultProfile, cancellation);
        using var account = Account.Open(wish.Account, profile, wish.Region, terminal.Clock);
        await CheckRegionAsync(account, cancellation);
        var compartment = await ChooseCompartmentAsync(account, wish.Compartment, questions, cancellation);
        var draft = new SiteFileDraft
        {
            Site = wish.Site ?? await questions.AskAsync("Name of the site", DefaultSite, cancellation),
            Profile = account.Profile,
            Region = account.Region,
            Compartment = compartment.Id,
            CompartmentPath = compartment.Path,
        };
        var text = draft.ToText();
        if (SiteFileReader.Read(wish.File, text).Problems is { Count: > 0 } problems)
        {
            throw new CommandFailure(ExitCode.Usage, SiteFileInput.Lines(problems));
        }

        await NewFile.WriteAsync(wish.File, text, cancellation);
        Report(wish, draft, terminal);
        return ExitCode.Done;
    }

    private static async Task CheckRegionAsync(Account account, CancellationToken cancellation)
    {
        try
        {
            var regions = await account.Identity.ListRegionSubscriptionsAsync(account.Tenancy, cancellation)
                .ToListAsync(cancellation);
            if (!regions.Exists(known => known.RegionName == account.Region))
            {
                throw new CommandFailure(
                    ExitCode.Usage,
                    $"The tenancy has not subscribed to the region {account.Region}. Its regions: "
                    + $"{string.Join(", ", regions.Select(known => known.RegionName))}. Give one of them with --region, or "
                    + "subscribe to it in the console (Tenancy > Regions).");
            }

            if (regions.Find(known => known.RegionName == account.Region)!.Status is "IN_PROGRESS")
            {
                throw new CommandFailure(
                    ExitCode.Failed,
                    $"The subscription to {account.Region} is still being made. Try again in a few minutes.");
            }
        }
        catch (OciException refusal)
        {
            throw new CommandFailure(
                ExitCode.Failed,
                await Refusals.ExplainAsync(account, refusal, $"the tenancy {account.Tenancy}", cancellation));
        }
    }

    private static async Task<FoundCompartment> ChooseCompartmentAsync(
        Account account, string? wanted, Questions questions, CancellationToken cancellation)
    {
        if (wanted is null)
        {
            var all = await Compartments.ListAsync(account, cancellation);
            var names = all.Count == 0 ? "none is there" : string.Join(", ", all.Select(found => found.Path));
            wanted = await questions.AskOpenAsync($"Compartment ({names})", null, cancellation)
                ?? throw new CommandFailure(
                    ExitCode.Usage, $"Give the compartment with --compartment NAME. This profile sees: {names}.");
        }

        return await Compartments.FindAsync(account, wanted, cancellation);
    }

    private static void Report(Wish wish, SiteFileDraft draft, Terminal terminal)
    {
        if (wish.Json)
        {
            terminal.Output.WriteLine(new JsonObject
            {
                ["file"] = wish.File,
                ["site"] = draft.Site,
                ["profile"] = draft.Profile,
                ["region"] = draft.Region,
                ["compartment"] = draft.Compartment,
                ["compartment_path"] = draft.CompartmentPath,
            }.ToJsonString());
            return;
        }

        terminal.Output.WriteLine(
            $"{wish.File}: site {draft.Site} in {draft.CompartmentPath}, {draft.Region}. Look through it, then: "
            + $"moodlectl preflight {wish.File}");
    }

    private sealed record Wish(
        string File, string? Site, string? Profile, string? Region, string? Compartment, bool Json,
        AccountSettings Account);
}
