using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Protocol.Operator.V1;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Care.Restoring;

/// <summary>A DB system made of a backup, beside the site's own, for as long as it is looked at. It bears the site's tag, so
/// that one that was left is found and deleted.</summary>
internal sealed class ScratchSystem(CareSite site, CareLimits limits, TimeProvider time)
{
    /// <summary>Step of its tag.</summary>
    public const string Step = "restore/scratch";

    /// <summary>Makes it and waits until it answers; deletes what an earlier one left.</summary>
    public async Task<(string Id, Endpoint Address)> MakeAsync(SiteBackup backup, CancellationToken cancellation)
    {
        await DeleteAllAsync(cancellation);
        var like = (await site.Cloud.MySql.GetDbSystemAsync(site.Resource(StepIds.DbSystem), cancellation)).Value;
        var made = (await site.Cloud.MySql.CreateDbSystemAsync(
            new CreateDbSystemDetails
            {
                CompartmentId = site.Compartment,
                DisplayName = $"{site.Site.Name}-restore",
                SubnetId = like.SubnetId!,
                AvailabilityDomain = like.AvailabilityDomain,
                ShapeName = like.ShapeName!,
                IsHighlyAvailable = false,
                Source = new DbSystemSourceDetails { SourceType = "BACKUP", BackupId = backup.DatabaseBackup },
                BackupPolicy = new CreateBackupPolicyDetails { IsEnabled = false },
                DeletionPolicy = new CreateDeletionPolicyDetails
                {
                    AutomaticBackupRetention = "DELETE",
                    FinalBackup = "SKIP_FINAL_BACKUP",
                    IsDeleteProtected = false,
                },
                FreeformTags = new Dictionary<string, string>
                {
                    [CloudSite.SiteTag] = site.Site.Name,
                    [CloudSite.StepTag] = Step,
                },
            },
            Guid.NewGuid().ToString("N"), cancellation)).Value;
        var ready = await WaitAsync(made.Id, LifecycleState.Active, cancellation);
        return DbSystemStep.AddressOf(ready!) is { } address ? (made.Id, address) : throw new CareException(
            $"The DB system {made.Id} tells no address. Look at it in the cloud's console, then try again.");
    }

    /// <summary>Deletes all that there are, and waits until they are gone.</summary>
    public async Task DeleteAllAsync(CancellationToken cancellation)
    {
        var left = await site.Cloud.MySql.ListDbSystemsAsync(
            new ListDbSystemsQuery { CompartmentId = site.Compartment }, cancellation)
            .Where(system => system.FreeformTags?.GetValueOrDefault(CloudSite.SiteTag) == site.Site.Name
                && system.FreeformTags?.GetValueOrDefault(CloudSite.StepTag) == Step
                && !TagScan.IsGone(system.LifecycleState))
            .Select(system => system.Id).ToListAsync(cancellation);
        foreach (var id in left)
        {
            await WaitAsync(id, LifecycleState.Deleted, cancellation);
        }
    }

    // Asked to go whenever it stands still; what is on its way refuses until then.
    private async Task<DbSystem?> WaitAsync(string id, string wanted, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var now = await ReadAsync(id, cancellation);
            if ((now?.LifecycleState ?? LifecycleState.Deleted) == wanted)
            {
                return now;
            }

            if (wanted == LifecycleState.Deleted && now!.LifecycleState is LifecycleState.Active or LifecycleState.Failed)
            {
                await site.Cloud.MySql.DeleteDbSystemAsync(id, null, cancellation);
            }
            else if ((wanted == LifecycleState.Active && now?.LifecycleState is null or LifecycleState.Failed or LifecycleState.Deleted)
                || time.GetElapsedTime(start) > limits.Restore)
            {
                throw new CareException(
                    $"The DB system {id} made of the backup is {now?.LifecycleState ?? "gone"} and not {wanted}. Look at its "
                    + "work request in the cloud's console, then try again; what is left of it is deleted then.");
            }

            await Task.Delay(limits.Interval, time, cancellation);
        }
    }

    private async Task<DbSystem?> ReadAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return (await site.Cloud.MySql.GetDbSystemAsync(id, cancellation)).Value;
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            return null;
        }
    }
}
