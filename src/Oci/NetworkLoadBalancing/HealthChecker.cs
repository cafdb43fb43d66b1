namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>OCI's HealthChecker of the network load balancer API.</summary>
public sealed record HealthChecker
{
    /// <summary>One of HTTP, HTTPS, TCP, UDP or DNS.</summary>
    public string? Protocol { get; init; }

    public int? Port { get; init; }

    public int? Retries { get; init; }

    public int? TimeoutInMillis { get; init; }

    public int? IntervalInMillis { get; init; }

    public string? UrlPath { get; init; }

    public string? ResponseBodyRegex { get; init; }

    public int? ReturnCode { get; init; }

    public string? RequestData { get; init; }

    public string? ResponseData { get; init; }

    public DnsHealthCheckerDetails? Dns { get; init; }
}

/// <summary>OCI's DnsHealthCheckerDetails of the network load balancer API.</summary>
public sealed record DnsHealthCheckerDetails
{
    /// <summary>One of UDP or TCP.</summary>
    public string? TransportProtocol { get; init; }

    public string? DomainName { get; init; }

    /// <summary>One of IN or CH.</summary>
    public string? QueryClass { get; init; }

    /// <summary>One of A, TXT or AAAA.</summary>
    public string? QueryType { get; init; }

    public IReadOnlyList<string>? Rcodes { get; init; }
}
