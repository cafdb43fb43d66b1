using System.Net;

namespace MoodleNodeAgent.Coordinator;

/// <summary>What the command line of "serve" says.</summary>
internal sealed record ServeSettings
{
    /// <summary>Folder of the store.</summary>
    public required string StateFolder { get; init; }

    /// <summary>OCI configuration file; null: the usual place, ~/.oci/config.</summary>
    public string? OciConfig { get; init; }

    /// <summary>Profile of that file; null: the one that the site file names.</summary>
    public string? OciProfile { get; init; }

    /// <summary>One address for all OCI services; null: the region's own.</summary>
    public Uri? OciEndpoint { get; init; }

    /// <summary>Address at which the site's nodes reach the coordinator. Default: 10.0.0.5.</summary>
    public IPAddress ControlAddress { get; init; } = new([10, 0, 0, 5]);

    /// <summary>Folder of the agent's RPMs; null: none.</summary>
    public string? PackagesFolder { get; init; }

    /// <summary>Folder of release archives. Default: artifacts in the state folder.</summary>
    public string ArtifactsFolder { get => field ?? Path.Combine(StateFolder, "artifacts"); init; }

    /// <summary>Unix socket for operators. Default: operator.sock in the state folder.</summary>
    public string SocketPath { get => field ?? Path.Combine(StateFolder, "operator.sock"); init; }

    /// <summary>Address to listen on for agents. Default: all.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Any;

    /// <summary>Port of the agent link. Default: 7443.</summary>
    public int AgentPort { get; init; } = 7443;

    /// <summary>Port of enrolment and packages. Default: 7444.</summary>
    public int EnrolmentPort { get; init; } = 7444;

    /// <summary>Port of operators on other machines. Default: 7445.</summary>
    public int OperatorPort { get; init; } = 7445;

    /// <summary>Whether the cloud is reached as the instance that this runs on, without a profile. Default: false.</summary>
    public bool IsInstancePrincipal { get; init; }

    /// <summary>File with the key, PEM, of the operator for whom this coordinator launches the site's control host, and
    /// does nothing else; null: it does not.</summary>
    public string? LaunchFor { get; init; }

    /// <summary>File with the public key, PEM, of the operator who launched this control host; null: this is none.
    /// </summary>
    public string? FirstAdmin { get; init; }

    /// <summary>Address and port of the metrics; null: none.</summary>
    public IPEndPoint? Metrics { get; init; }
}
