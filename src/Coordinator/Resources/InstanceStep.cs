using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>A web server. Nodes are spread over availability and fault domains; where there is no capacity, the next
/// place or shape is tried. user_data matters at launch only.</summary>
internal sealed class InstanceStep : CloudStep<LaunchInstanceDetails, Instance>
{
    private readonly string node;
    private readonly LaunchPlaces places;
    private readonly Input<string> subnet;
    private readonly NodeBootstrap bootstrap;
    private bool isStarting;
    private bool isActing;

    /// <param name="cloud">The site in its cloud.</param>
    /// <param name="id">Step path.</param>
    /// <param name="node">Name such as "web-1".</param>
    /// <param name="number">Number among the nodes, from 0; decides about the place.</param>
    /// <param name="subnet">Private subnet of the nodes.</param>
    /// <param name="ways">What a booting host needs: the way out and the coordinator's subnet.</param>
    /// <param name="bootstrap">What goes into the user_data.</param>
    public InstanceStep(
        CloudSite cloud, string id, string node, int number, Output<string> subnet, IEnumerable<Output<bool>> ways,
        NodeBootstrap bootstrap)
        : base(cloud, id)
    {
        this.node = node;
        places = new LaunchPlaces(cloud, number, cloud.Site.Nodes.Shapes, "nodes.shapes");
        this.subnet = Uses(subnet);
        this.bootstrap = bootstrap;
        Uses(ways);
        Address = Produces<string>("address");
    }

    /// <summary>Private IPv4 address.</summary>
    public Output<string> Address { get; }

    public override TimeSpan Expected => TimeSpan.FromSeconds(50);

    protected override string Operation => "LaunchInstance";

    internal override Task ActAsync(StepContext context, Observation observation, CancellationToken cancellation)
    {
        isActing = true;
        return base.ActAsync(context, observation, cancellation);
    }

    // A server goes by its node's name wherever a person meets it.
    protected override string DisplayName => Cloud.DisplayName(node);

    protected override async Task<LaunchInstanceDetails> DescribeAsync(CancellationToken cancellation)
    {
        var (domain, fault, shape) = await places.CurrentAsync(cancellation);
        var image = await Cloud.ImageAsync(shape, cancellation);
        var userData = UserData.Write(Cloud.Site.Name, node, bootstrap.Control, bootstrap.Packages);
        return new LaunchInstanceDetails
        {
            AvailabilityDomain = domain,
            FaultDomain = fault,
            CompartmentId = Cloud.Compartment,
            DisplayName = DisplayName,
            Shape = shape,
            ShapeConfig = shape.EndsWith(".Flex", StringComparison.Ordinal)
                ? new LaunchInstanceShapeConfigDetails
                {
                    Ocpus = Cloud.Site.Nodes.Ocpus,
                    MemoryInGBs = Cloud.Site.Nodes.MemoryGb,
                }
                : null,
            SourceDetails = new InstanceSourceDetails { SourceType = "image", ImageId = image.Id },
            CreateVnicDetails = new CreateVnicDetails
            {
                SubnetId = subnet.Value,
                AssignPublicIp = false,
                HostnameLabel = node,
                DisplayName = DisplayName,
            },
            Metadata = new Dictionary<string, string> { ["user_data"] = UserData.Encode(userData) },
            InstanceOptions = new InstanceOptions { AreLegacyImdsEndpointsDisabled = true },
            AvailabilityConfig = new LaunchInstanceAvailabilityConfigDetails { RecoveryAction = "RESTORE_INSTANCE" },
            FreeformTags = Tags,
        };
    }

    protected override Task<OciResponse<Instance>> CreateAsync(
        LaunchInstanceDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.Compute.LaunchInstanceAsync(details, token, cancellation);

    protected override Task<OciResponse<Instance>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.Compute.GetInstanceAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<Instance>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.Compute.ListInstancesAsync(
            new ListInstancesQuery { CompartmentId = Cloud.Compartment, DisplayName = DisplayName }, cancellation));

    protected override IEnumerable<Difference> Compare(Instance actual)
    {
        var wanted = Cloud.Site.Nodes;
        if (actual.Shape is { } shape && !wanted.Shapes.Contains(shape))
        {
            yield return Fixed("shape", shape, string.Join(" or ", wanted.Shapes), "nodes.shapes");
        }

        if (actual.ShapeConfig?.Ocpus is { } ocpus && !ocpus.Equals(wanted.Ocpus))
        {
            yield return Fixed("shapeConfig.ocpus", ocpus, wanted.Ocpus, "nodes.ocpus");
        }

        if (actual.ShapeConfig?.MemoryInGBs is { } memory && !memory.Equals(wanted.MemoryGb))
        {
            yield return Fixed("shapeConfig.memoryInGBs", memory, wanted.MemoryGb, "nodes.memory_gb");
        }

        if (actual.LifecycleState == LifecycleState.Stopped)
        {
            yield return new Difference("lifecycleState", LifecycleState.Stopped, LifecycleState.Running);
        }
    }

    protected override Task UpdateAsync(Instance actual, CancellationToken cancellation)
    {
        isStarting = true;
        return Cloud.Clients.Compute.InstanceActionAsync(
            actual.Id, "START", Guid.NewGuid().ToString("N"), null, cancellation);
    }

    protected override Task<bool> TryElsewhereAsync(
        StepContext context, OciException refusal, CancellationToken cancellation) =>
        places.GoOnAsync(context, refusal, cancellation);

    protected override async Task<bool> TryAgainAsync(
        StepContext context, Instance ended, CancellationToken cancellation)
    {
        // The launch's own work request tells why; an instance that ended says nothing.
        var query = new ListWorkRequestsQuery { CompartmentId = Cloud.Compartment, ResourceId = ended.Id };
        var reasons = await Cloud.Clients.Compute.ListWorkRequestsAsync(query, cancellation)
            .Where(request => request.Status == WorkRequestStatus.Failed)
            .SelectMany(request => Cloud.Clients.Compute.ListWorkRequestErrorsAsync(request.Id, cancellation))
            .Select(error => error.Message)
            .ToListAsync(cancellation);
        var reason = reasons.Count == 0 ? "The cloud tells no reason." : string.Join(' ', reasons);
        context.Report($"{ended.Id} ended before it ran: {reason}");
        return await places.GoOnAfterEndAsync(context, reason, cancellation);
    }

    // A stopped instance has its address, so everything can be compared; waiting goes on until it runs.
    protected override Condition ConditionOf(Instance resource) =>
        resource.LifecycleState == LifecycleState.Stopped && !isStarting ? Condition.Ready : base.ConditionOf(resource);

    protected override async Task ReadOutputsAsync(Instance resource, CancellationToken cancellation)
    {
        // One that is just being made came after the list was read; one may stand in another subnet.
        if (!isActing && (await Cloud.AddressesAsync(subnet.Value, cancellation)).TryGetValue(resource.Id, out var address))
        {
            Address.Set(address);
            return;
        }

        var query = new ListVnicAttachmentsQuery { CompartmentId = Cloud.Compartment, InstanceId = resource.Id };
        var attachment = await Cloud.Clients.Compute.ListVnicAttachmentsAsync(query, cancellation)
            .FirstOrDefaultAsync(candidate => candidate.VnicId is not null, cancellation)
            ?? throw new InvalidOperationException($"{resource.Id} has no network attachment yet. Apply again.");
        var vnic = await Cloud.Clients.Network.GetVnicAsync(attachment.VnicId!, cancellation);
        Address.Set(vnic.Value.PrivateIp ?? throw new InvalidOperationException(
            $"The VNIC {attachment.VnicId} of {resource.Id} has no private address."));
    }
}

/// <summary>What a new host's user_data is made of.</summary>
internal sealed record NodeBootstrap(IBootstrap Packages, ControlSettings Control);
