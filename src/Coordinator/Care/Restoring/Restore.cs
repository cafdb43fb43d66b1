using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites.Products;

namespace MoodleNodeAgent.Coordinator.Care.Restoring;

/// <summary>Brings a site back to a backup, in place: endpoints, replicas and nodes stay. The database's tables change
/// places at one instant, and the former ones are kept; files come back, and none is deleted.</summary>
internal sealed class Restore(
    CareSite site, NodeWork work, ScratchSystem scratch, ISiteData data, Action<string> say)
{
    /// <summary>Why this backup cannot be restored; null: it can.</summary>
    public static string? Refusal(SiteBackup backup, string release) =>
        backup.Release.Length > 0 && backup.Release != release
            ? $"The backup {backup.Name} is of release {backup.Release}, the site is on {release}: the code would not fit the "
                + "database. Make a DB system of the backup in the cloud's console and take what you need from there."
            : null;

    /// <summary>Does it.</summary>
    /// <returns>What was done, for people.</returns>
    public async Task<string> RunAsync(SiteBackup backup, string node, CancellationToken cancellation)
    {
        try
        {
            say("making a DB system of the backup; users notice nothing yet");
            var (_, address) = await scratch.MakeAsync(backup, cancellation);
            var test = new RestoreTest(site, work, scratch, data, say);
            say(await test.CompareAsync(backup, address, cancellation));
            await StorageFiles.ReadAsync(site, work, node, "compare", backup.Name, cancellation);
            await CloseAsync(cancellation);
            try
            {
                say("copying its tables beside the site's");
                await data.ReplaceAsync(
                    new TableMove
                    {
                        From = address,
                        To = site.Primary,
                        Password = site.AdminPassword,
                        Schema = site.Schema,
                    },
                    say, cancellation);
            }
            catch (Exception failure)
            {
                say("going back: the site's tables were not touched");
                await OpenAsync();
                throw new CareException(
                    $"{failure.Message}\nThe site is as it was. Mend the cause, then restore again.", failure);
            }

            return await FinishAsync(backup, node);
        }
        finally
        {
            say("deleting that DB system");
            await scratch.DeleteAllAsync(CancellationToken.None);
        }
    }

    private async Task<string> FinishAsync(SiteBackup backup, string node)
    {
        try
        {
            say("putting files back");
            var files = await StorageFiles.ReadAsync(site, work, node, "restore", backup.Name, CancellationToken.None);
            say("the code and configuration of the last apply on all nodes");
            var inputs = site.Inputs(site.Artifact);
            await work.RunAsync(
                site.Site.Nodes.Names.Select(name => site.Product.Application(site.Site, name, inputs)), CancellationToken.None);
            if (site.Product.Commands.PurgeCaches(site.Site, node) is { } purge)
            {
                await work.RunAsync(purge, CancellationToken.None);
            }

            await OpenAsync();
            return $"The site is as it was at {backup.Name}. {files} The tables of before are kept as {site.Schema}_before.";
        }
        catch (CareException failure)
        {
            throw new CareException(
                $"{failure.Message}\nThe site stays closed: its database is that of {backup.Name} already. Mend the cause and "
                + $"restore again; the tables of before are in {site.Schema}_before.",
                failure);
        }
    }

    private async Task CloseAsync(CancellationToken cancellation)
    {
        say("closing the site: users get the maintenance page");
        var nodes = site.Site.Nodes.Names;
        await work.RunAsync(nodes.Select(name => site.Product.Commands.Cron(site.Site, name, on: false)), cancellation);
        await work.RunAsync(nodes.Select(name => site.Product.Commands.Maintenance(site.Site, name, on: true)), cancellation);
    }

    private async Task OpenAsync()
    {
        say("opening the site");
        var nodes = site.Site.Nodes.Names;
        await work.RunAsync(
            nodes.Select(name => site.Product.Commands.Maintenance(site.Site, name, on: false)), CancellationToken.None);
        await work.RunAsync(nodes.Select(name => site.Product.Commands.Cron(site.Site, name, on: true)), CancellationToken.None);
    }
}
