using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>The host on which the site's coordinator runs. user_data matters at launch only.</summary>
internal sealed class ControlHostStep : CloudStep<LaunchInstanceDetails, Instance>
{
    private readonly ControlSpec spec;
    private readonly ControlParts parts;
    private readonly LaunchPlaces places;
    private readonly Input<string> subnet;
    private readonly Input<IReadOnlyList<PackageFile>> files;

    public ControlHostStep(
        CloudSite cloud, ControlSpec spec, ControlParts parts, Output<string> subnet,
        Output<IReadOnlyList<PackageFile>> files)
        : base(cloud, ControlSteps.Host)
    {
        this.spec = spec;
        this.parts = parts;
        places = new LaunchPlaces(cloud, 0, [spec.Shape], "control.shape");
        this.subnet = Uses(subnet);
        this.files = Uses(files);
        PublicAddress = Produces<string>("publicAddress");
    }

    /// <summary>IPv4 address at which operators reach it.</summary>
    public Output<string> PublicAddress { get; }

    public override TimeSpan Expected => TimeSpan.FromSeconds(50);

    protected override string Operation => "LaunchInstance";

    // It goes by its name in the site's network wherever a person meets it.
    protected override string DisplayName => Cloud.DisplayName("control");

    protected override async Task<LaunchInstanceDetails> DescribeAsync(CancellationToken cancellation)
    {
        var (domain, fault, shape) = await places.CurrentAsync(cancellation);
        var image = await Cloud.ImageAsync(shape, cancellation);
        var link = await new PackageLink(Cloud, parts.Documents).OpenAsync(parts.Time.GetUtcNow(), cancellation);
        return new LaunchInstanceDetails
        {
            AvailabilityDomain = domain,
            FaultDomain = fault,
            CompartmentId = Cloud.Compartment,
            DisplayName = DisplayName,
            Shape = shape,
            ShapeConfig = shape.EndsWith(".Flex", StringComparison.Ordinal)
                ? new LaunchInstanceShapeConfigDetails { Ocpus = spec.Ocpus, MemoryInGBs = spec.MemoryGb }
                : null,
            SourceDetails = new InstanceSourceDetails { SourceType = "image", ImageId = image.Id },
            CreateVnicDetails = new CreateVnicDetails
            {
                SubnetId = subnet.Value,
                AssignPublicIp = true,
                PrivateIp = spec.Address,
                HostnameLabel = "control",
                DisplayName = DisplayName,
            },
            Metadata = new Dictionary<string, string>
            {
                ["user_data"] = UserData.Encode(ControlUserData.Write(
                    spec, parts.FirstAdminPem, link, files.Value, parts.Endpoint)),
            },
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
        if (actual.Shape != spec.Shape)
        {
            yield return Fixed("shape", actual.Shape, spec.Shape, "control.shape");
        }
    }

    protected override Task<bool> TryElsewhereAsync(
        StepContext context, OciException refusal, CancellationToken cancellation) =>
        places.GoOnAsync(context, refusal, cancellation);

    protected override async Task ReadOutputsAsync(Instance resource, CancellationToken cancellation)
    {
        var query = new ListVnicAttachmentsQuery { CompartmentId = Cloud.Compartment, InstanceId = resource.Id };
        var attachment = await Cloud.Clients.Compute.ListVnicAttachmentsAsync(query, cancellation)
            .FirstOrDefaultAsync(candidate => candidate.VnicId is not null, cancellation)
            ?? throw new InvalidOperationException($"{resource.Id} has no network attachment yet. Apply again.");
        var vnic = await Cloud.Clients.Network.GetVnicAsync(attachment.VnicId!, cancellation);
        PublicAddress.Set(vnic.Value.PublicIp ?? throw new InvalidOperationException(
            $"The control host {resource.Id} has no public address, so that operators cannot reach it. Give its VNIC one in "
            + "the cloud's console, then apply again."));
    }
}
