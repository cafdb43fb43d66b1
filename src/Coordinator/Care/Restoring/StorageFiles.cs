using System.Globalization;
using System.Text.Json;
using MoodleNodeAgent.Sites.Products;

namespace MoodleNodeAgent.Coordinator.Care.Restoring;

/// <summary>The files of a snapshot, as a node sees them below .snapshot in the shared storage.</summary>
internal static class StorageFiles
{
    /// <summary>Leaves the name of a backup in the shared storage.</summary>
    public static Task MarkAsync(
        CareSite site, NodeWork work, string node, string backup, CancellationToken cancellation) =>
        work.RunAsync(site.Product.Commands.Snapshot(site.Site, node, "mark", backup), cancellation);

    /// <summary>Reads all files, and with "restore" puts back those that are missing or other ones now. Nothing is
    /// deleted.</summary>
    /// <returns>For people.</returns>
    /// <exception cref="CareException">The snapshot is not whole.</exception>
    public static async Task<string> ReadAsync(
        CareSite site, NodeWork work, string node, string action, string backup, CancellationToken cancellation)
    {
        var text = await work.RunAsync(site.Product.Commands.Snapshot(site.Site, node, action, backup), cancellation);

        // Sample: {"marked":true,"files":120,"bytes":4711,"same":118,"other":1,"missing":1,"broken":[],"restored":0}
        using var report = JsonDocument.Parse(text);
        var root = report.RootElement;
        if (!root.GetProperty("marked").GetBoolean())
        {
            throw new CareException(
                $"The snapshot {backup} does not hold what was there when it was made: the file .mna-backup in it does not name "
                + "it. Do not rely on it; make a new one with moodlectl backup now.");
        }

        var broken = root.GetProperty("broken").EnumerateArray().Select(file => file.GetString()).ToList();
        if (broken.Count > 0)
        {
            throw new CareException(
                $"Files of the snapshot {backup} cannot be read or are not what their names say: {string.Join(", ", broken)}. "
                + "Choose another backup: moodlectl backup list.");
        }

        long Number(string name) => root.GetProperty(name).GetInt64();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Storage: {Number("files")} files with {Number("bytes")} bytes; of these {Number("same")} are the same in the site now, {
            Number("other")} other ones, {Number("missing")} not there{(action == "restore" ? $"; {Number("restored")} put back" : "")}.");
    }
}
