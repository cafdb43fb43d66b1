using System.Net;

namespace MoodleNodeAgent.LocalCloud.Commands;

/// <summary>Options of the command serve.</summary>
internal sealed record ServeOptions
{
    /// <summary>Folder of the credentials and of all that the data plane keeps.</summary>
    public required DirectoryInfo State { get; init; }

    /// <summary>Where the API listens. Default 127.0.0.1 with a free port.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>No data plane: only the API.</summary>
    public required bool IsApiOnly { get; init; }

    /// <summary>Divides OCI's real times; 0: no latency. Default 60.</summary>
    public required double LatencyFactor { get; init; }

    /// <summary>Address of the control namespace in a site's VCN; empty: there is none, and a site brings its own
    /// control host. Default 10.0.0.5.</summary>
    public required string ControlAddress { get; init; }

    /// <summary>Loopback range of the public addresses. Default 127.77.0.0/24.</summary>
    public required string PublicAddresses { get; init; }

    /// <summary>Folder of what survives a state folder: base images, packages. Default: inside the state
    /// folder.</summary>
    public required DirectoryInfo Cache { get; init; }

    /// <summary>How long fresh policies take to work. Default: 10 s, divided by the latency factor.</summary>
    public TimeSpan? PolicyDelay { get; init; }

    /// <summary>Lifecycles run on a clock that each GET moves to the end of the next change; only without a data
    /// plane. Default false.</summary>
    public bool HasVirtualClock { get; init; }
}
