using System.Globalization;
using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Protocol.Operator.V1;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Care.Restoring;

/// <summary>Proves a backup: its database is restored beside the site's, compared and deleted again, and all files of its
/// snapshot are read. The site is not touched.</summary>
internal sealed class RestoreTest(
    CareSite site, NodeWork work, ScratchSystem scratch, ISiteData data, Action<string> say)
{
    /// <summary>Does it.</summary>
    /// <param name="backup">Whole.</param>
    /// <param name="node">Node that reads the files.</param>
    /// <param name="cancellation">Ends it where it may.</param>
    /// <returns>What was found, for people.</returns>
    public async Task<string> RunAsync(SiteBackup backup, string node, CancellationToken cancellation)
    {
        try
        {
            say("making a DB system of the backup, beside the site's own");
            var (_, address) = await scratch.MakeAsync(backup, cancellation);
            say("comparing");
            var tables = await CompareAsync(backup, address, cancellation);
            say("reading all files of the snapshot");
            var files = await StorageFiles.ReadAsync(site, work, node, "compare", backup.Name, cancellation);
            return $"{tables} {files}";
        }
        finally
        {
            say("deleting that DB system");
            await scratch.DeleteAllAsync(CancellationToken.None);
        }
    }

    /// <summary>Whether the restored database is this backup's, and has all tables of the site.</summary>
    /// <returns>For people.</returns>
    internal async Task<string> CompareAsync(SiteBackup backup, Endpoint address, CancellationToken cancellation)
    {
        if (!await data.HasMarkAsync(address, site.AdminPassword, backup.Name, cancellation))
        {
            throw new CareException(
                $"The database of {backup.Name} does not hold what was there when it was made: its own name is missing in "
                + "mna_guard.backups. Do not rely on it; make a new one with moodlectl backup now.");
        }

        var restored = await data.CountAsync(address, site.AdminPassword, site.Schema, cancellation);
        var now = await data.CountAsync(site.Primary, site.AdminPassword, site.Schema, cancellation);
        var missing = now.Keys.Except(restored.Keys).Order(StringComparer.Ordinal).ToList();
        return restored.Count == 0 ? throw new CareException($"The database of {backup.Name} has no table of {site.Schema}.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Database: {restored.Count} tables with {restored.Values.Sum()} rows; the site has {now.Count} with {
                now.Values.Sum()} now{(missing.Count == 0 ? "" : $", younger than the backup: {string.Join(", ", missing)}")}.");
    }
}
