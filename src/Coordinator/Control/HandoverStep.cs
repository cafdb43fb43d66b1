using System.Globalization;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Resources;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>Gives the site to its control host, which is its only coordinator from then on.</summary>
internal sealed class HandoverStep : Step
{
    private const int OperatorPort = 7445;

    private readonly CloudSite cloud;
    private readonly ControlParts parts;
    private readonly Input<string> host;
    private readonly Input<string> address;

    public HandoverStep(
        CloudSite cloud, ControlParts parts, ControlHostStep host, Output<bool> policy)
        : base(ControlSteps.Handover)
    {
        this.cloud = cloud;
        this.parts = parts;
        this.host = Uses(host.ResourceId);
        address = Uses(host.PublicAddress);
        Uses(policy);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(60);

    internal override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(ProvedHost.Read(parts.Documents) is { } proved && proved.Instance == host.Value
                && proved.Address == Address
            ? Observation.Nothing
            : Observation.Missing);

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        var name = ControlSettings.NameFor(cloud.Site.Name);
        var root = await parts.Handover.GiveAsync(
            new HandoverWork
            {
                Launched = new LaunchedInstance(host.Value, cloud.Compartment, cloud.Clients.Tenancy),
                Address = Address,
                ServerName = name,
                ReadRootsAsync = cloud.Clients.ReadInstanceRootsAsync,
                Export = () => parts.Export(cloud.Site.Name),
            },
            context, cancellation);

        // From here on another machine is told of the control host, whatever becomes of this one.
        await new SiteClaim(cloud, parts).PassAsync(
            host.Value, ProvedHost.Read(parts.Documents)?.Instance, context.Time.GetUtcNow(), cancellation);
        await new PackageLink(cloud, parts.Documents).CloseAsync(cancellation);
        new ProvedHost(host.Value, Address, name, root).Save(parts.Documents);
    }

    private string Address => string.Create(CultureInfo.InvariantCulture, $"{address.Value}:{OperatorPort}");
}
