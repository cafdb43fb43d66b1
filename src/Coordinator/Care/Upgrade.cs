using System.Globalization;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>New code for all nodes and the database brought to it. Users see the maintenance page meanwhile, never an
/// error. What fails before the database is touched goes back by itself.</summary>
internal sealed class Upgrade(CareSite site, NodeWork work, Action<string, string> say)
{
    /// <summary>Why this release cannot follow the present one; null: it can.</summary>
    public static string? Refusal(Site now, Site next, bool hasUpgrade)
    {
        if (now.Name != next.Name || now.Product != next.Product)
        {
            return $"This is the site {now.Name} of {now.Product}, the file describes {next.Name} of {next.Product}. Give "
                + "this site's own file.";
        }

        return !hasUpgrade
            ? $"{now.Product} has no upgrade by command. Change release in the site file and apply it, then open its "
                + "upgrade page."
            : IsOlder(next.Release.Version, now.Release.Version)
            ? $"{next.Release.Version} is older than {now.Release.Version}, and a database never goes back. Restore a backup "
                + "of that time instead: moodlectl backup list."
            : null;
    }

    /// <summary>Does it.</summary>
    /// <param name="next">The site with the new release.</param>
    /// <param name="artifact">The new release's archive.</param>
    /// <param name="backup">Name of the backup before; empty: none was wanted.</param>
    /// <param name="cancellation">Ends it where it may.</param>
    public async Task RunAsync(Site next, Artifact artifact, string backup, CancellationToken cancellation)
    {
        var nodes = site.Site.Nodes.Names;
        var commands = site.Product.Commands;
        var inputs = site.Inputs(artifact);
        say("", $"fetching {next.Release.Version} beside {site.Site.Release.Version} on all nodes");
        await work.RunAsync(nodes.Select(node => commands.Fetch(next, node, inputs)), cancellation);
        try
        {
            say("", "stopping cron, waiting for what is under way");
            await work.RunAsync(nodes.Select(node => commands.Cron(next, node, on: false)), cancellation);
            if (commands.DrainCron(next, nodes[0]) is { } drained)
            {
                await work.RunAsync(drained, cancellation);
            }

            say("", "closing the site: users get the maintenance page");
            await work.RunAsync(nodes.Select(node => commands.Maintenance(next, node, on: true)), cancellation);
            say("", "switching all nodes to the new code");
            await work.RunAsync(nodes.Select(node => site.Product.Application(next, node, inputs)), cancellation);
        }
        catch (Exception failure) when (failure is CareException or OperationCanceledException)
        {
            say("", "going back: the database was not touched");
            await BackAsync(nodes);
            throw new CareException(
                $"{failure.Message}\nThe site is as it was, on {site.Site.Release.Version}. Mend the cause, then upgrade again.",
                failure);
        }

        say(nodes[0], "bringing the database to the new code");
        try
        {
            // Not to be interrupted: half a change of the schema is no state at all.
            await work.RunAsync(commands.UpgradeDatabase(next, nodes[0])!, CancellationToken.None);
        }
        catch (CareException failure)
        {
            var remedy = backup.Length > 0
                ? $"restore the DB system's backup and the snapshot named {backup} (moodlectl backup list), then apply the old "
                    + "site file"
                : "there is no backup of before: mend the cause and upgrade again";
            throw new CareException(
                $"{failure.Message}\nThe site stays closed: its database may be half changed. To go on: mend the cause and run "
                + $"the same upgrade again. To go back: {remedy}.",
                failure);
        }

        say("", "opening the site");
        await work.RunAsync(nodes.Select(node => commands.Maintenance(next, node, on: false)), CancellationToken.None);
        await work.RunAsync(nodes.Select(node => commands.Cron(next, node, on: true)), CancellationToken.None);
    }

    private async Task BackAsync(IReadOnlyList<string> nodes)
    {
        var inputs = site.Inputs(site.Artifact);
        List<Func<string, NodeSpec>> steps =
        [
            node => site.Product.Application(site.Site, node, inputs),
            node => site.Product.Commands.Maintenance(site.Site, node, on: false),
            node => site.Product.Commands.Cron(site.Site, node, on: true),
        ];
        foreach (var step in steps)
        {
            await work.RunAsync(nodes.Select(step), CancellationToken.None);
        }
    }

    /// <summary>Whether a release comes before another one.</summary>
    internal static bool IsOlder(string version, string than) => Compare(version, than) < 0;

    private static int Compare(string left, string right)
    {
        var (first, second) = (Numbers(left), Numbers(right));
        return first.Zip(second, (one, other) => one.CompareTo(other)).FirstOrDefault(order => order != 0);
    }

    private static IReadOnlyList<int> Numbers(string version) =>
    [
        .. version.Split('.').Select(part => int.TryParse(
            part.TakeWhile(char.IsAsciiDigit).ToArray(), CultureInfo.InvariantCulture, out var number) ? number : 0),
        0, 0, 0,
    ];
}
