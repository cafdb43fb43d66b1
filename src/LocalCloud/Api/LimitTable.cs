using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>One service limit.</summary>
/// <param name="Service">Service that it belongs to.</param>
/// <param name="Name">As LimitExceeded names it.</param>
/// <param name="IsPerDomain">Once for each availability domain; else for the region.</param>
/// <param name="Value">Unless it is set.</param>
/// <param name="Used">How much of it is in use; the domain is null for a regional one.</param>
internal sealed record Limit(string Service, string Name, bool IsPerDomain, long Value, Func<string?, double> Used);

/// <summary>The service limits of the tenancy, and what is used of them.</summary>
internal sealed class LimitTable
{
    private readonly Dictionary<(string Name, string? Domain), long> _set = [];
    private readonly Cloud _cloud;

    public LimitTable(Cloud cloud)
    {
        _cloud = cloud;
        Limits =
        [
            .. ((string[])["standard-a1", "standard-a2", "standard-e4", "standard-e5"]).SelectMany(Compute),
            Region("vcn", "vcn-count", 50, Kinds.Vcn),
            new Limit("vcn", "reserved-public-ip-count", false, 50, _ => cloud.Live(Kinds.PublicIp)
                .Count(address => address.Document.Text("lifetime") == "RESERVED")),
            Domain("filesystem", "file-system-count", 100, Kinds.FileSystem),
            Domain("filesystem", "mount-target-count", 10, Kinds.MountTarget),
            Region("mysql", "mysql-db-system-count", 20, Kinds.DbSystem),
            Region("mysql", "mysql-heatwave-cluster-count", 10, Kinds.HeatWaveCluster),
            Region("network-load-balancer-api", "network-load-balancer-count", 50, Kinds.LoadBalancer),
        ];
    }

    public IReadOnlyList<Limit> Limits { get; }

    /// <summary>Names and descriptions of the services.</summary>
    public IReadOnlyList<(string Name, string Description)> Services { get; } =
    [
        ("compute", "Compute"), ("filesystem", "File Storage"), ("mysql", "MySQL Database"),
        ("network-load-balancer-api", "Network Load Balancer"), ("vcn", "Virtual Cloud Network"),
    ];

    public long Value(Limit limit, string? domain) => _set.TryGetValue((limit.Name, domain), out long value)
        || _set.TryGetValue((limit.Name, null), out value) ? value : limit.Value;

    /// <summary>Sets a limit.</summary>
    /// <param name="name">Name of the limit.</param>
    /// <param name="domain">Availability domain; null: the region, or all domains.</param>
    /// <param name="value">The new value.</param>
    public void Set(string name, string? domain, long value)
    {
        if (!Limits.Any(limit => limit.Name == name))
        {
            throw ApiError.InvalidParameter(
                $"There is no limit {name}. Use one of {string.Join(", ", Limits.Select(limit => limit.Name))}.");
        }

        _set[(name, domain)] = value;
    }

    /// <summary>Back to what there is at start.</summary>
    public void Reset() => _set.Clear();

    /// <summary>Refuses a call that would go beyond a limit.</summary>
    /// <exception cref="ApiError">400 LimitExceeded that names the limits.</exception>
    public void Check(ApiCall call)
    {
        string[] exceeded = [.. Wants(call)
            .Where(want => Limits.FirstOrDefault(limit => limit.Name == want.Name) is { } limit
                && limit.Used(want.Domain) + want.Amount > Value(limit, want.Domain))
            .Select(want => want.Name)];
        if (exceeded.Length > 0)
        {
            throw ApiError.LimitExceeded(
                $"The following service limits were exceeded: {string.Join(", ", exceeded)}. Request a service limit"
                + " increase from the service limits page in the console. ");
        }
    }

    private IEnumerable<(string Name, string? Domain, double Amount)> Wants(ApiCall call)
    {
        string? domain = call.Body.TextOrNull("availabilityDomain");
        switch (call.Operation.Name)
        {
            case "CreateVcn":
                return [("vcn-count", null, 1)];
            case "CreatePublicIp" when call.Body.TextOrNull("lifetime") == "RESERVED":
                return [("reserved-public-ip-count", null, 1)];
            case "CreateFileSystem":
                return [("file-system-count", domain, 1)];
            case "CreateMountTarget":
                return [("mount-target-count", domain, 1)];
            case "CreateDbSystem":
                return [("mysql-db-system-count", null, 1)];
            case "AddHeatWaveCluster":
                return [("mysql-heatwave-cluster-count", null, 1)];
            case "CreateNetworkLoadBalancer":
                return [("network-load-balancer-count", null, 1)];
            case "LaunchInstance":
                return Compute(call.Body.TextOrNull("shape"), domain, call.Body.Part("shapeConfig"), null);
            case "UpdateInstance" when call.Body["shapeConfig"] is not null:
                JsonObject? now = _cloud.FindAny(call.PathValue("instanceId"))?.Document;
                return now is null
                    ? []
                    : Compute(
                        call.Body.TextOrNull("shape") ?? now.Text("shape"), now.Text("availabilityDomain"),
                        call.Body.Part("shapeConfig"), now.Part("shapeConfig"));
            default:
                return [];
        }
    }

    private static IEnumerable<(string Name, string? Domain, double Amount)> Compute(
        string? shape, string? domain, JsonObject? wanted, JsonObject? present)
    {
        if (shape is null || wanted is null)
        {
            yield break;
        }

        double cores = (wanted.Real("ocpus") ?? 0) - (present?.Real("ocpus") ?? 0);
        double memory = (wanted.Real("memoryInGBs") ?? (wanted.Real("ocpus") ?? 0) * 6)
            - (present?.Real("memoryInGBs") ?? 0);
        string word = Word(shape);
        yield return ($"{word}-memory-count", domain, memory);
        yield return ($"{word}-memory-regional-count", null, memory);
        yield return ($"{word}-core-count", domain, cores);
        yield return ($"{word}-core-regional-count", null, cores);
    }

    private IEnumerable<Limit> Compute(string word)
    {
        Func<string?, double> Sum(string member) => domain => _cloud.Live(Kinds.Instance)
            .Where(instance => Word(instance.Document.Text("shape")) == word
                && (domain is null || instance.Document.Text("availabilityDomain") == domain))
            .Sum(instance => instance.Document.Part("shapeConfig")!.Real(member) ?? 0);
        return
        [
            new("compute", $"{word}-core-count", true, 200, Sum("ocpus")),
            new("compute", $"{word}-core-regional-count", false, 600, Sum("ocpus")),
            new("compute", $"{word}-memory-count", true, 3200, Sum("memoryInGBs")),
            new("compute", $"{word}-memory-regional-count", false, 9600, Sum("memoryInGBs")),
        ];
    }

    // Sample: VM.Standard.A1.Flex → standard-a1
    private static string Word(string shape) => shape.Split('.') is [_, var family, var model, ..]
        ? $"{family}-{model}".ToLowerInvariant()
        : shape;

    private Limit Region(string service, string name, long value, ResourceKind kind) =>
        new(service, name, false, value, _ => _cloud.Live(kind).Count());

    private Limit Domain(string service, string name, long value, ResourceKind kind) => new(
        service, name, true, value, domain => _cloud.Live(kind)
            .Count(resource => resource.Document.TextOrNull("availabilityDomain") == domain));
}
