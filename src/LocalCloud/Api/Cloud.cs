using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api.Identity;
using MoodleNodeAgent.LocalCloud.Api.Objects;
using MoodleNodeAgent.LocalCloud.Clock;
using MoodleNodeAgent.LocalCloud.Faults;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The state of the control plane: resources, work requests, addresses, and the changes under way. Everything
/// here is called while <see cref="Gate"/> is held; only the data plane works outside of it.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Resource> _resources = [];
    private readonly List<Resource> _order = [];
    private readonly List<WorkRequest> _workRequests = [];
    private readonly List<PendingChange> _pending = [];
    private readonly CancellationTokenSource _ending = new();
    private DateTimeOffset _nextSweep;

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
    public Resource Add(ResourceKind kind, string compartmentId, string defaultName, JsonObject body, JsonObject members)
    {
        string region = kind.IsGlobal ? "" : Options.Region.Replace('-', kind.HasUnderscoreRegion ? '_' : '-');
        string id = Ocid.Make(kind.OcidType, region);
        var document = new JsonObject
        {
            ["id"] = id,
            ["compartmentId"] = compartmentId,
            ["displayName"] = body.TextOrNull("displayName") ?? $"{defaultName}{Now:yyyyMMddHHmmss}",
            ["timeCreated"] = Now.Stamp(),
        };
        foreach ((string name, JsonNode? value) in members)
        {
            document[name] = value?.DeepClone();
        }

        document["freeformTags"] = body["freeformTags"]?.DeepClone() ?? new JsonObject();
        JsonObject tags = body["definedTags"]?.DeepClone().AsObject() ?? [];
        tags["Oracle-Tags"] = new JsonObject { ["CreatedBy"] = "default/local", ["CreatedOn"] = Now.Stamp() };
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

    /// <summary>Puts the resource into its state between, starts the work in the data plane, and leaves the rest to
    /// <see cref="Settle"/>.</summary>
    public void Start(Change change)
    {
        Resource resource = change.Resource;
        resource.State = change.During;
        Resource queue = change.Queue ?? resource;
        Task<WorkResult> work = RunAsync(queue.Work, NextFailure, change.Work);
        NextFailure = null;
        queue.Work = work;
        _pending.Add(new PendingChange(change, Now + change.Takes, work));
    }

    /// <summary>Ends every change whose latency is over and whose work is done; forgets what was deleted long ago.</summary>
    public void Settle()
    {
        while (true)
        {
            if (_pending.Count == 0)
            {
                break;
            }

            DateTimeOffset now = Now;
            PendingChange? next = _pending
                .Where(pending => pending.Due <= now && pending.Work.IsCompletedSuccessfully)
                .MinBy(pending => pending.TimeDone);
            if (next is null)
            {
                break;
            }

            _pending.Remove(next);
            Finish(next);
        }

        ForgetWhatIsLongGone();
    }

    /// <summary>When the next change is over whose work is done; null: nothing is under way.</summary>
    public DateTimeOffset? NextDue => _pending.Where(pending => pending.Work.IsCompleted)
        .Select(pending => (DateTimeOffset?)pending.Due).Min();

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

    // A look at every resource is too much for every call.
    private void ForgetWhatIsLongGone()
    {
        DateTimeOffset time = Now;
        if (time < _nextSweep)
        {
            return;
        }

        _nextSweep = time + SweepInterval;
        foreach (Resource gone in _order.Where(gone => gone.TimeEnded + gone.Kind.Linger <= time).ToList())
        {
            _order.Remove(gone);
            _resources.Remove(gone.Id);
        }
    }

    private void Finish(PendingChange pending)
    {
        Change change = pending.Change;
        Resource resource = change.Resource;
        string? failure = pending.Work.Result.Failure;
        // A deletion may begin while the creation is under way: then the creation's end is no news any more.
        bool isLast = resource.State == change.During;
        if (failure is null && isLast)
        {
            change.Then?.Invoke();
            resource.State = change.After;
        }
        else if (isLast)
        {
            resource.State = change.IfFailed ?? resource.Kind.Failed;
            resource.Document["lifecycleDetails"] = failure;
        }

        if (resource.State == resource.Kind.Deleted)
        {
            resource.TimeEnded = pending.TimeDone;
            Addresses.Release(resource.Id);
            change.Released?.Invoke();
        }

        if (change.Request is { } request)
        {
            request.TimeFinished = pending.TimeDone;
            request.Failure = isLast ? failure : failure ?? "Another change of the resource took over.";
        }
    }

    private async Task<WorkResult> RunAsync(Task before, string? fault, Func<CancellationToken, Task>? work)
    {
        await before;
        if (fault is not null)
        {
            return new WorkResult(Now, fault);
        }

        if (work is null)
        {
            return new WorkResult(DateTimeOffset.MinValue, null);
        }

        try
        {
            await Task.Run(() => work(_ending.Token));
            return new WorkResult(Now, null);
        }
        catch (Exception exception)
        {
            return new WorkResult(Now, exception.Message);
        }
    }

    private sealed record WorkResult(DateTimeOffset TimeEnded, string? Failure);

    private sealed record PendingChange(Change Change, DateTimeOffset Due, Task<WorkResult> Work)
    {
        public DateTimeOffset TimeDone => Work.Result.TimeEnded > Due ? Work.Result.TimeEnded : Due;
    }
}
