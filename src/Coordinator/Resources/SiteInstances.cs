using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The site's instances by the journal of this coordinator's own calls, and the roots of its region.</summary>
internal sealed class SiteInstances(SiteStore store, ICloudAccess access, TimeProvider time) : IInstanceTrust, IDisposable
{
    private readonly InstanceRoots roots = new(time);

    public LaunchedInstance? Find(string node)
    {
        // The journal has the answer of the launch before the host can boot; the step's record comes after it runs. A
        // coordinator that took the place of a lost one has only the record: it found the instance by its tags.
        if (SiteDeployment.SiteOf(store.Documents) is not { } site
            || !site.Nodes.Names.Contains(node)
            || (store.Journal(site.Name).FindResource(StepIds.Instance(node))
                ?? store.Steps(site.Name).Find(StepIds.Instance(node))?.Resource) is not { } instance)
        {
            return null;
        }

        var clients = access.Connect(site.Cloud);
        return new LaunchedInstance(instance, new CloudSite(site, clients).Compartment, clients.Tenancy);
    }

    public async Task<IReadOnlyList<X509Certificate2>> RootsAsync(CancellationToken cancellation) =>
        SiteDeployment.SiteOf(store.Documents) is { } site
            ? await roots.GetAsync(access.Connect(site.Cloud).ReadInstanceRootsAsync, cancellation)
            : throw new InstanceRootsException("This coordinator has no site yet. Apply one.");

    public void Dispose() => roots.Dispose();
}
