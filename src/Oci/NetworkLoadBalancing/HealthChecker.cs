namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>OCI's HealthChecker of the network load balancer API.</summary>
public sealed record HealthChecker
{
    /// <summary>One of HTTP, HTTPS, TCP, UDP or DNS.</summary>
    public string? Protocol { get; init; }

    /// <summary>TCP port.</summary>
    public int? Port { get; init; }

    /// <summary>Probes that must fail before a backend counts as down; default: 3.</summary>
    public int? Retries { get; init; }

    /// <summary>Longest wait for a probe, in ms; default: 3000.</summary>
    public int? TimeoutInMillis { get; init; }

    /// <summary>Time between probes, in ms; default: 10000.</summary>
    public int? IntervalInMillis { get; init; }

    /// <summary>Path that an HTTP probe asks for.</summary>
    public string? UrlPath { get; init; }

    /// <summary>Expression that the answer must match; default: any.</summary>
    public string? ResponseBodyRegex { get; init; }

    /// <summary>The one HTTP status that counts as healthy.</summary>
    public int? ReturnCode { get; init; }

    /// <summary>What to send, base64.</summary>
    public string? RequestData { get; init; }

    /// <summary>What has to be answered, base64.</summary>
    public string? ResponseData { get; init; }

    public DnsHealthCheckerDetails? Dns { get; init; }
}

/// <summary>OCI's DnsHealthCheckerDetails of the network load balancer API.</summary>
public sealed record DnsHealthCheckerDetails
{
    /// <summary>One of UDP or TCP.</summary>
    public string? TransportProtocol { get; init; }

    /// <summary>Name to ask for.</summary>
    public string? DomainName { get; init; }

    /// <summary>One of IN or CH.</summary>
    public string? QueryClass { get; init; }

    /// <summary>One of A, TXT or AAAA.</summary>
    public string? QueryType { get; init; }

    public IReadOnlyList<string>? Rcodes { get; init; }
}
