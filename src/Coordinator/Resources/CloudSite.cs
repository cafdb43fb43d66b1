using System.Collections.Concurrent;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Oci.VirtualNetwork;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>A site in its cloud: clients, names, tags, and look-ups that are the same for all its steps.</summary>
internal sealed class CloudSite(Site site, CloudClients clients)
{
    /// <summary>Tag that names the site.</summary>
    public const string SiteTag = "mna-site";

    /// <summary>Tag that names the step.</summary>
    public const string StepTag = "mna-step";

    private const int LongestLabel = 15;

    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> lookups = new();
    private readonly ConcurrentDictionary<string, IOciResource> listed = new();

    public Site Site { get; } = site;

    public CloudClients Clients { get; } = clients;

    public string Compartment { get; } = site.Cloud.Compartment ?? clients.Tenancy;

    /// <summary>DNS label of the VCN: letters and digits of the site's name, at most 15.</summary>
    public string DnsLabel
    {
        get
        {
            var letters = string.Concat(Site.Name.Where(char.IsAsciiLetterOrDigit));
            var label = letters.Length > 0 && char.IsAsciiLetter(letters[0]) ? letters : "s" + letters;
            return label[..Math.Min(label.Length, LongestLabel)];
        }
    }

    /// <summary>OCID of the resource that the site adopts for a step; null: the step makes its own.</summary>
    public string? AdoptedFor(string step) => Site.Adopted.GetValueOrDefault(step);

    /// <summary>Name in the console, such as "campus-network-vcn".</summary>
    public string DisplayName(string step) => $"{Site.Name}-{step.Replace('/', '-')}";

    /// <summary>Tags by which the resource is found again.</summary>
    public IReadOnlyDictionary<string, string> Tags(string step) =>
        new SortedDictionary<string, string>(StringComparer.Ordinal) { [SiteTag] = Site.Name, [StepTag] = step };

    /// <summary>Whether the tags are this step's.</summary>
    public bool Owns(string step, IReadOnlyDictionary<string, string>? tags) =>
        tags is not null && tags.TryGetValue(SiteTag, out var owner) && owner == Site.Name
        && tags.TryGetValue(StepTag, out var which) && which == step;

    /// <summary>Availability domains by name; the cloud's own order changes.</summary>
    public Task<IReadOnlyList<string>> AvailabilityDomainsAsync(CancellationToken cancellation) =>
        OnceAsync<IReadOnlyList<string>>("domains", async () =>
        {
            // Those of the compartment are the tenancy's, and a control host may ask for no more than its compartment.
            var names = await Clients.Identity.ListAvailabilityDomainsAsync(Compartment, cancellation)
                .Select(domain => domain.Name).ToListAsync(cancellation);
            return names.Count > 0 ? [.. names.Order(StringComparer.Ordinal)] : throw new InvalidOperationException(
                $"The tenancy {Clients.Tenancy} shows no availability domain. Check the profile's region.");
        });

    /// <summary>Fault domains of an availability domain by name.</summary>
    public Task<IReadOnlyList<string>> FaultDomainsAsync(string domain, CancellationToken cancellation) =>
        OnceAsync<IReadOnlyList<string>>("fault:" + domain, async () =>
        {
            var names = await Clients.Identity.ListFaultDomainsAsync(Compartment, domain, cancellation)
                .Select(fault => fault.Name).ToListAsync(cancellation);
            return [.. names.Order(StringComparer.Ordinal)];
        });

    /// <summary>Names of the shapes that an availability domain offers.</summary>
    public Task<IReadOnlyList<string>> ShapesAsync(string domain, CancellationToken cancellation) =>
        OnceAsync<IReadOnlyList<string>>("shapes:" + domain, async () =>
        {
            var query = new ListShapesQuery { CompartmentId = Compartment, AvailabilityDomain = domain };
            return await Clients.Compute.ListShapesAsync(query, cancellation)
                .Select(shape => shape.Name).Distinct().ToListAsync(cancellation);
        });

    /// <summary>Newest image of the site's operating system that boots on the shape.</summary>
    public Task<Image> ImageAsync(string shape, CancellationToken cancellation) =>
        OnceAsync("image:" + shape, async () =>
        {
            var wanted = Site.Nodes.Image;
            var split = wanted.LastIndexOf(' ');
            var query = new ListImagesQuery
            {
                CompartmentId = Compartment,
                OperatingSystem = split < 0 ? wanted : wanted[..split],
                OperatingSystemVersion = split < 0 ? null : wanted[(split + 1)..],
                Shape = shape,
                SortBy = "TIMECREATED",
                SortOrder = "DESC",
                LifecycleState = "AVAILABLE",
            };
            return await Clients.Compute.ListImagesAsync(query, cancellation).FirstOrDefaultAsync(cancellation)
                ?? throw new InvalidOperationException(
                    $"No image \"{wanted}\" boots on {shape} in this region. Change nodes.image or nodes.shapes.");
        });

    /// <summary>Keeps what a list of everything showed, so that a plan need not ask for it one by one.</summary>
    public void Keep(IOciResource resource) => listed[resource.Id] = resource;

    /// <summary>What a list showed of this resource, once: who looks again asks the cloud.</summary>
    public T? TakeListed<T>(string resource)
        where T : class, IOciResource => listed.TryRemove(resource, out var found) ? found as T : null;

    /// <summary>Primary private address of each instance that runs in a subnet, read once for all of them.</summary>
    public Task<IReadOnlyDictionary<string, string>> AddressesAsync(string subnet, CancellationToken cancellation) =>
        OnceAsync<IReadOnlyDictionary<string, string>>("addresses:" + subnet, async () =>
        {
            var ips = await Clients.Network.ListPrivateIpsAsync(
                    new ListPrivateIpsQuery { SubnetId = subnet }, cancellation)
                .Where(ip => ip is { IsPrimary: true, VnicId: not null, IpAddress: not null })
                .ToDictionaryAsync(ip => ip.VnicId!, ip => ip.IpAddress!, cancellationToken: cancellation);
            return await Clients.Compute.ListVnicAttachmentsAsync(
                    new ListVnicAttachmentsQuery { CompartmentId = Compartment }, cancellation)
                .Where(attachment => attachment is { LifecycleState: "ATTACHED", InstanceId: not null, VnicId: not null }
                    && attachment.SubnetId == subnet && ips.ContainsKey(attachment.VnicId))
                .GroupBy(attachment => attachment.InstanceId!)
                .ToDictionaryAsync(
                    group => group.Key, group => ips[group.First().VnicId!], cancellationToken: cancellation);
        });

    /// <summary>Reads something once for all steps of a plan or an apply; a failed read is tried again.</summary>
    public async Task<T> OnceAsync<T>(string key, Func<Task<T>> read)
        where T : class
    {
        var lookup = lookups.GetOrAdd(key, _ => new Lazy<Task<object>>(async () => await read()));
        try
        {
            return (T)await lookup.Value;
        }
        catch
        {
            lookups.TryRemove(new KeyValuePair<string, Lazy<Task<object>>>(key, lookup));
            throw;
        }
    }
}
