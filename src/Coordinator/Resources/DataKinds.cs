using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.FileStorage;
using MoodleNodeAgent.Oci.MySql;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The kinds that hold the site's data, and those that show it.</summary>
internal static class DataKinds
{
    private const string FinalBackup = "FINAL";

    public static SiteKind DbSystem { get; } = new()
    {
        Name = "DB system",
        Model = typeof(Oci.MySql.DbSystem),
        List = (cloud, token) => cloud.Clients.MySql.ListDbSystemsAsync(
            new ListDbSystemsQuery { CompartmentId = cloud.Compartment }, token),
        GetAsync = async (cloud, id, token) => (await cloud.Clients.MySql.GetDbSystemAsync(id, token)).Value,
        DeleteAsync = (cloud, id, token) => cloud.Clients.MySql.DeleteDbSystemAsync(id, null, token),
        UnlockAsync = UnlockAsync,
        ProveAsync = ProveBackupAsync,
        GoesAfter = ["read replica", "instance"],
        Expected = TimeSpan.FromMinutes(8),
        SerialKey = "database",
        BearsData = true,
    };

    public static SiteKind FileSystem { get; } = new()
    {
        Name = "file system",
        Model = typeof(Oci.FileStorage.FileSystem),
        List = (cloud, token) => InEachDomain(cloud, domain => cloud.Clients.FileStorage.ListFileSystemsAsync(
            new ListFileSystemsQuery { CompartmentId = cloud.Compartment, AvailabilityDomain = domain }, token), token),
        GetAsync = async (cloud, id, token) => (await cloud.Clients.FileStorage.GetFileSystemAsync(id, token)).Value,
        DeleteAsync = (cloud, id, token) => cloud.Clients.FileStorage.DeleteFileSystemAsync(id, null, null, token),
        GoesAfter = ["export"],
        BearsData = true,
    };

    public static SiteKind MountTarget { get; } = new()
    {
        Name = "mount target",
        Model = typeof(Oci.FileStorage.MountTarget),
        List = (cloud, token) => InEachDomain(cloud, domain => cloud.Clients.FileStorage.ListMountTargetsAsync(
            new ListMountTargetsQuery { CompartmentId = cloud.Compartment, AvailabilityDomain = domain }, token), token),
        GetAsync = async (cloud, id, token) => (await cloud.Clients.FileStorage.GetMountTargetAsync(id, token)).Value,
        DeleteAsync = (cloud, id, token) => cloud.Clients.FileStorage.DeleteMountTargetAsync(id, null, token),
        GoesAfter = ["export"],
        Expected = TimeSpan.FromSeconds(21),
    };

    /// <summary>Its list is empty: an export bears no tags, and is found by its file system.</summary>
    public static SiteKind Export { get; } = new()
    {
        Name = "export",
        Model = typeof(Oci.FileStorage.Export),
        List = (_, _) => AsyncEnumerable.Empty<IOciResource>(),
        GetAsync = async (cloud, id, token) => (await cloud.Clients.FileStorage.GetExportAsync(id, token)).Value,
        DeleteAsync = (cloud, id, token) => cloud.Clients.FileStorage.DeleteExportAsync(id, null, token),
        GoesAfter = ["instance"],
    };

    private static async IAsyncEnumerable<IOciResource> InEachDomain(
        CloudSite cloud, Func<string, IAsyncEnumerable<IOciResource>> list,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var domain in await cloud.AvailabilityDomainsAsync(cancellation))
        {
            await foreach (var resource in list(domain))
            {
                yield return resource;
            }
        }
    }

    // What is asked for at creation, asked for again: a system that was restored may have another policy.
    private static async Task UnlockAsync(CloudSite cloud, string id, CancellationToken cancellation)
    {
        var system = (await cloud.Clients.MySql.GetDbSystemAsync(id, cancellation)).Value;
        if (system.DeletionPolicy is { IsDeleteProtected: false, FinalBackup: "REQUIRE_FINAL_BACKUP" }
            || system.LifecycleState == LifecycleState.Failed)
        {
            return;
        }

        await cloud.Clients.MySql.UpdateDbSystemAsync(
            id,
            new UpdateDbSystemDetails
            {
                DeletionPolicy = new CreateDeletionPolicyDetails
                {
                    AutomaticBackupRetention = "RETAIN",
                    FinalBackup = "REQUIRE_FINAL_BACKUP",
                    IsDeleteProtected = false,
                },
            },
            null, cancellation);
    }

    private static async Task<string> ProveBackupAsync(CloudSite cloud, string id, CancellationToken cancellation)
    {
        var query = new ListBackupsQuery { CompartmentId = cloud.Compartment, DbSystemId = id };
        var backup = await cloud.Clients.MySql.ListBackupsAsync(query, cancellation).FirstOrDefaultAsync(
            candidate => candidate.CreationType == FinalBackup, cancellation);
        return backup is null
            ? "no final backup is listed"
            : $"the final backup is {backup.Id} ({backup.LifecycleState})";
    }
}
