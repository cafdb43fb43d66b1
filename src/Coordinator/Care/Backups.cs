using System.Globalization;
using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci.FileStorage;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Backups of a site: one of the DB system and one snapshot of the file system under one name. The snapshot
/// comes first: a file that the database does not know yet does no harm, a row without its file does.</summary>
internal sealed class Backups(CareSite site, ISiteData data, CareLimits limits, TimeProvider time)
{
    /// <summary>Tag with the release that was installed then.</summary>
    public const string ReleaseTag = "mna-release";

    private readonly string system = site.Resource(StepIds.DbSystem);
    private readonly string files = site.Resource(StepIds.FileSystem);

    /// <summary>Makes one and waits until both halves are whole. Its name is written into both before, so that a
    /// restore can prove that it has what was there.</summary>
    /// <param name="mark">Writes the name into the shared storage.</param>
    /// <param name="say">Progress.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<string> CreateAsync(
        Func<string, Task> mark, Action<string> say, CancellationToken cancellation)
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var name = $"{site.Site.Name}-{stamp}";
        var tags = new Dictionary<string, string>
        {
            [CloudSite.SiteTag] = site.Site.Name,
            [ReleaseTag] = site.Site.Release.Version,
        };
        await data.MarkAsync(site.Primary, site.AdminPassword, name, cancellation);
        await mark(name);
        say($"snapshot {name}");
        var snapshot = (await site.Cloud.FileStorage.CreateSnapshotAsync(
            new CreateSnapshotDetails { FileSystemId = files, Name = name, FreeformTags = tags }, $"snapshot-{name}",
            cancellation)).Value;
        say($"backup of the database {name}");
        var backup = (await site.Cloud.MySql.CreateBackupAsync(
            new CreateBackupDetails
            {
                DbSystemId = system,
                DisplayName = name,
                BackupType = "FULL",
                FreeformTags = tags,
            },
            $"backup-{name}", cancellation)).Value;
        await WaitAsync(
            $"the snapshot {name}",
            async () => (await site.Cloud.FileStorage.GetSnapshotAsync(snapshot.Id, cancellation)).Value.LifecycleState,
            cancellation);
        await WaitAsync(
            $"the backup {name}",
            async () => (await site.Cloud.MySql.GetBackupAsync(backup.Id, cancellation)).Value.LifecycleState, cancellation);
        return name;
    }

    /// <summary>All backups of the site, newest first.</summary>
    public async Task<IReadOnlyList<SiteBackup>> ListAsync(CancellationToken cancellation)
    {
        var found = new SortedDictionary<string, SiteBackup>(
            Comparer<string>.Create((left, right) => string.CompareOrdinal(right, left)));
        await foreach (var backup in site.Cloud.MySql.ListBackupsAsync(
            new ListBackupsQuery
            {
                CompartmentId = site.Compartment,
                DbSystemId = system,
            },
            cancellation))
        {
            if (backup.LifecycleState != "DELETED" && backup.DisplayName is { } name)
            {
                var entry = Entry(found, name);
                (entry.DatabaseBackup, entry.DatabaseState) = (backup.Id, backup.LifecycleState);
                entry.Release = backup.FreeformTags?.GetValueOrDefault(ReleaseTag) ?? entry.Release;
            }
        }

        await foreach (var snapshot in site.Cloud.FileStorage.ListSnapshotsAsync(
            new ListSnapshotsQuery { FileSystemId = files }, cancellation))
        {
            if (snapshot.LifecycleState != "DELETED" && snapshot.Name is { } name)
            {
                var entry = Entry(found, name);
                (entry.Snapshot, entry.SnapshotState) = (snapshot.Id, snapshot.LifecycleState);
            }
        }

        return [.. found.Values];
    }

    /// <summary>The one of this name, whole.</summary>
    /// <exception cref="CareException">There is none, or a half of it is missing.</exception>
    public async Task<SiteBackup> FindAsync(string name, CancellationToken cancellation)
    {
        var found = (await ListAsync(cancellation)).FirstOrDefault(backup => backup.Name == name)
            ?? throw new CareException($"There is no backup {name}. moodlectl backup list shows all.");
        return found is { DatabaseState: "ACTIVE", SnapshotState: "ACTIVE" } ? found : throw new CareException(
            $"The backup {name} is not whole: database {Word(found.DatabaseState)}, storage {Word(found.SnapshotState)}. "
            + "Choose another one: moodlectl backup list.");

        static string Word(string state) => state.Length == 0 ? "none" : state;
    }

    private static SiteBackup Entry(SortedDictionary<string, SiteBackup> found, string name)
    {
        if (!found.TryGetValue(name, out var entry))
        {
            found[name] = entry = new SiteBackup { Name = name };
        }

        return entry;
    }

    private async Task WaitAsync(string what, Func<Task<string>> readAsync, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var state = await readAsync();
            if (state == "ACTIVE")
            {
                return;
            }

            if (state is "FAILED" or "DELETED" or "DELETING" || time.GetElapsedTime(start) > limits.Backup)
            {
                throw new CareException(
                    $"{what} ended as {state}. Look at its work request in the cloud's console, then try again.");
            }

            await Task.Delay(limits.Interval, time, cancellation);
        }
    }
}
