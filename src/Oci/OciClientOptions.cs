using MoodleNodeAgent.Oci.Signing;

namespace MoodleNodeAgent.Oci;

/// <summary>Where the services are and how patient the calls are.</summary>
public sealed record OciClientOptions
{
    /// <summary>The region's id, such as eu-frankfurt-1.</summary>
    public required string Region { get; init; }

    /// <summary>The realm's domain; default: that of the region's realm, oraclecloud.com for regions we do not know.
    /// </summary>
    public string? SecondLevelDomain { get; init; }

    /// <summary>One address for all services (http://127.0.0.1:8080); default: the region's own hosts.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Addresses of single services; they win over <see cref="Endpoint"/>; default: none.</summary>
    public IReadOnlyDictionary<OciService, Uri> Endpoints { get; init; } = new Dictionary<OciService, Uri>();

    /// <summary>How long one attempt may take; default: 60 seconds.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Calls of one service that are under way at the same time; the others wait for their turn; default: 32.
    /// </summary>
    public int CallsAtOnce { get; init; } = 32;

    /// <summary>How often a call is tried, the first time included; default: 8.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>After this no further attempt begins; default: 10 minutes.</summary>
    public TimeSpan RetryBudget { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest pause between two attempts, without jitter; default: 30 seconds.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest answer that is read into memory, in bytes; objects are not; default: 32 MiB.</summary>
    public int MaxAnswer { get; init; } = 32 << 20;

    internal Uri EndpointOf(OciService service)
    {
        if (Endpoints.TryGetValue(service, out Uri? own))
        {
            return own;
        }

        return Endpoint ?? new Uri($"https://{HostOf(service)}");
    }

    private string Domain => SecondLevelDomain ?? OciRealms.DomainOf(Region);

    private string HostOf(OciService service) => service switch
    {
        OciService.Identity => $"identity.{Region}.oci.{Domain}",
        OciService.VirtualNetwork or OciService.Compute => $"iaas.{Region}.{Domain}",
        OciService.FileStorage => $"filestorage.{Region}.oci.{Domain}",
        OciService.MySql => $"mysql.{Region}.ocp.{Domain}",
        OciService.NetworkLoadBalancer => $"network-load-balancer-api.{Region}.oci.{Domain}",
        OciService.Limits => $"limits.{Region}.oci.{Domain}",
        OciService.ObjectStorage => $"objectstorage.{Region}.{Domain}",
        OciService.Auth => $"auth.{Region}.{Domain}",
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "No host is known for this service."),
    };

    internal static string VersionOf(OciService service) => service switch
    {
        OciService.Identity or OciService.VirtualNetwork or OciService.Compute => "/20160918",
        OciService.FileStorage => "/20171215",
        OciService.MySql => "/20190415",
        OciService.NetworkLoadBalancer => "/20200501",
        OciService.Limits => "/20190729",
        OciService.Auth => "/v1",
        _ => "",
    };
}
