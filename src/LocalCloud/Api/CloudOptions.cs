namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>What the control plane is told at start.</summary>
internal sealed record CloudOptions
{
    public required string TenancyId { get; init; }

    /// <summary>Region of all resources. Default eu-frankfurt-1.</summary>
    public string Region { get; init; } = "eu-frankfurt-1";

    /// <summary>Divides OCI's real times; 0: no latency. Default 60.</summary>
    public double LatencyFactor { get; init; } = 60;

    /// <summary>Address in a site's VCN that no resource gets. Default 10.0.0.5.</summary>
    public string ControlAddress { get; init; } = "10.0.0.5";

    /// <summary>How long fresh policies and dynamic groups take to work. Default: 10 s, divided by the
    /// factor.</summary>
    public TimeSpan? PolicyDelay { get; init; }

    /// <summary>The data plane holds data: what would lose or fake it is refused. Default false.</summary>
    public bool HasHosts { get; init; }

    /// <summary>The data plane's work is done within the call that begins it, so that everything stays on one thread.
    /// Default false.</summary>
    public bool IsWorkImmediate { get; init; }

    /// <summary>Reads the console of a host, by the instance's OCID; null: there are no hosts.</summary>
    public Func<string, byte[]?>? ReadConsole { get; init; }

    /// <summary>Loopback range of the public addresses; the first ten are left out. Default 127.77.0.0/24.</summary>
    public string PublicAddresses { get; init; } = "127.77.0.0/24";
}
