using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api.Identity;
using MoodleNodeAgent.LocalCloud.Api.Objects;
using MoodleNodeAgent.LocalCloud.Clock;
using MoodleNodeAgent.LocalCloud.Faults;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The state of the control plane: resources, work requests, addresses, and the changes under way. Everything
/// here is called while <see cref="Gate"/> is held; only the data plane works outside of it.</summary>
internal sealed partial class Cloud : IAsyncDisposable
{
    private const int ResourcesBetweenTrims = 1000;
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Resource> _resources = [];
    private readonly List<Resource> _order = [];
    private readonly List<WorkRequest> _workRequests = [];
    private readonly List<PendingChange> _pending = [];
    private readonly CancellationTokenSource _ending = new();
    private DateTimeOffset _nextSweep;
    private int _nextTrim = ResourcesBetweenTrims;

    public Cloud(
        CloudOptions options, IDataPlane dataPlane, TimeProvider clock, TimeProvider? realClock = null,
        ContentStore? store = null)
    {
        RealClock = realClock ?? TimeProvider.System;
        Buckets = new Buckets(options.TenancyId, store ?? new ContentStore(null));
        Options = options;
        DataPlane = dataPlane;
        Clock = clock;
        Latencies = new Latencies(options.LatencyFactor);
        Addresses = new SubnetAddresses(options.ControlAddress);
        PublicAddresses = new PublicAddresses(options.PublicAddresses);
        CompartmentId = Ocid.Derive("compartment", "", options.TenancyId);
        Principals = new InstancePrincipals(this, RealClock);
        Limits = new LimitTable(this);
        Capacity = new CapacityTable(this);
        TimeStarted = clock.GetUtcNow();
        AvailabilityDomains =
            [.. Enumerable.Range(1, 3).Select(number => $"Locl:{options.Region.ToUpperInvariant()}-AD-{number}")];
    }

    /// <summary>Held for each call of the API.</summary>
    public Lock Gate { get; } = new();

    public CloudOptions Options { get; }
    public IDataPlane DataPlane { get; }
    public TimeProvider Clock { get; }

    /// <summary>The clock of signatures, certificates and tokens. Default: the system's.</summary>
    public TimeProvider RealClock { get; }
    public Latencies Latencies { get; }
    public SubnetAddresses Addresses { get; }
    public PublicAddresses PublicAddresses { get; }
    public InstancePrincipals Principals { get; }
    public Buckets Buckets { get; }
    public LimitTable Limits { get; }
    public CapacityTable Capacity { get; }
    public DateTimeOffset TimeStarted { get; }
    public DateTimeOffset Now => Clock.GetUtcNow();
    public string TenancyId => Options.TenancyId;

    /// <summary>The one compartment below the tenancy's root.</summary>
    public string CompartmentId { get; }
    public IReadOnlyList<string> AvailabilityDomains { get; }
    public IReadOnlyList<string> FaultDomains { get; } = ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"];
    public IReadOnlyList<Resource> Resources => _order;
    public IReadOnlyList<WorkRequest> WorkRequests => _workRequests;

    /// <summary>A fault that the next change of this call ends with; set by the server for one call.</summary>
    public string? NextFailure { get; set; }

    public bool HasCompartment(string id) => id == TenancyId || id == CompartmentId;

    /// <summary>Makes a resource in its first state. The body's tags are taken over.</summary>
    public Resource Add(
        ResourceKind kind, string compartmentId, string defaultName, JsonObject body, JsonObject members)
    {
        string region = kind.IsGlobal ? "" : Options.Region.Replace('-', kind.HasUnderscoreRegion ? '_' : '-');
        string id = Ocid.Make(kind.OcidType, region);
        string now = Now.Stamp();
        // One string for all resources instead of one of each request.
        compartmentId = compartmentId == CompartmentId ? CompartmentId : TenancyId;
        var document = new JsonObject
        {
            ["id"] = id,
            ["compartmentId"] = compartmentId,
            ["displayName"] = body.TextOrNull("displayName") ?? $"{defaultName}{Now:yyyyMMddHHmmss}",
            ["timeCreated"] = now,
        };
        foreach ((string name, JsonNode? value) in members)
        {
            document[name] = value?.DeepClone();
        }

        document["freeformTags"] = body["freeformTags"]?.DeepClone() ?? new JsonObject();
        JsonObject tags = body["definedTags"]?.DeepClone().AsObject() ?? [];
        tags["Oracle-Tags"] = new JsonObject { ["CreatedBy"] = "default/local", ["CreatedOn"] = now };
        document["definedTags"] = tags;
        var resource = new Resource
        {
            Id = id, Kind = kind, CompartmentId = compartmentId, TimeCreated = Now, Document = document,
            State = kind.Creating,
        };
        _resources.Add(id, resource);
        _order.Add(resource);
        return resource;
    }

    /// <summary>The resource of any kind; null: unknown.</summary>
    public Resource? FindAny(string id) => _resources.GetValueOrDefault(id);

    /// <summary>The resource that a path names.</summary>
    /// <exception cref="ApiError">404.</exception>
    public Resource Get(ResourceKind kind, string id) =>
        _resources.TryGetValue(id, out Resource? found) && found.Kind == kind ? found : throw ApiError.NotFound();

    /// <summary>The live resource that a body names.</summary>
    /// <exception cref="ApiError">400.</exception>
    public Resource Related(ResourceKind kind, string id) =>
        _resources.TryGetValue(id, out Resource? found) && found.Kind == kind && found.IsLive
            ? found
            : throw ApiError.RelatedNotFound(id);

    /// <summary>Whether the resource is neither gone nor going.</summary>
    public bool IsLive(string id) => _resources.TryGetValue(id, out Resource? found) && found.IsLive;

    /// <summary>Resources of a kind that are not gone, with those that are going.</summary>
    public IEnumerable<Resource> All(ResourceKind kind) =>
        _order.Where(resource => resource.Kind == kind && resource.TimeEnded is null);

    /// <summary>Resources of a kind that are neither gone nor going.</summary>
    public IEnumerable<Resource> Live(ResourceKind kind) => All(kind).Where(resource => resource.IsLive);

    public WorkRequest AddWorkRequest(
        WorkService service, string operation, Resource resource, string entity, string action, string uri,
        TimeSpan takes) =>
        AddWorkRequest(service, operation, resource.Id, resource.CompartmentId, entity, action, uri, takes);

    public WorkRequest AddWorkRequest(
        WorkService service, string operation, string resourceId, string compartmentId, string entity, string action,
        string uri, TimeSpan takes)
    {
        string type = service switch
        {
            WorkService.Core => "coreservicesworkrequest",
            WorkService.MySql => "mysqlworkrequest",
            WorkService.ObjectStorage => "objectstorageworkrequest",
            _ => "networkloadbalancerworkrequest",
        };
        var request = new WorkRequest
        {
            Id = Ocid.Make(type, Options.Region),
            Service = service,
            OperationType = operation,
            CompartmentId = compartmentId,
            EntityType = entity,
            ResourceId = resourceId,
            Action = action,
            EntityUri = uri,
            TimeAccepted = Now,
            TimeDue = Now + takes,
        };
        _workRequests.Add(request);
        return request;
    }

    /// <summary>Removes a resource that has no lifecycle of its own from now on.</summary>
    public void End(Resource resource)
    {
        resource.State = resource.Kind.Deleted;
        resource.TimeEnded = Now;
        Addresses.Release(resource.Id);
    }

    /// <summary>Adds work to a resource's queue without a change of its state.</summary>
    /// <returns>Fails as the work does.</returns>
    public async Task Enqueue(Resource resource, Func<CancellationToken, Task> work)
    {
        Task<WorkResult> queued = RunAsync(resource.Work, null, work);
        resource.Work = queued;
        WorkResult result = await queued;
        if (result.Failure is { } failure)
        {
            throw new InvalidOperationException(failure);
        }
    }

    /// <summary>Takes back a resource whose creation was refused half-way.</summary>
    public void Forget(Resource resource)
    {
        _order.Remove(resource);
        _resources.Remove(resource.Id);
        Addresses.Release(resource.Id);
    }

    /// <summary>Waits until the data plane has done all that was begun, whatever the clock says.</summary>
    public async Task WaitForDataPlaneAsync(CancellationToken cancellation)
    {
        Task[] works;
        lock (Gate)
        {
            works = [.. _pending.Select(pending => (Task)pending.Work)];
        }

        await Task.WhenAll(works).WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await WaitForDataPlaneAsync(CancellationToken.None);
        Principals.Dispose();
        _ending.Dispose();
    }
}
