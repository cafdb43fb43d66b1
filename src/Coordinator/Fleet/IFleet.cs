using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>All agents of the site, as the deployment sees them.</summary>
public interface IFleet
{
    /// <summary>Makes a one-time join token for the node, which replaces an earlier one that was not used. The store
    /// keeps its hash.</summary>
    Task<string> IssueJoinTokenAsync(string node, CancellationToken cancellation);

    /// <summary>Forgets the node: its session is closed and its certificate revoked.</summary>
    Task RemoveAsync(string node, CancellationToken cancellation);

    /// <summary>Waits until the node has a session.</summary>
    /// <exception cref="TimeoutException">The node did not dial in within the time.</exception>
    Task WaitForSessionAsync(string node, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Whether the node has a session now.</summary>
    bool IsConnected(string node);

    /// <summary>What the node's agent last said of drift; null: nothing yet.</summary>
    DriftReport? DriftOf(string node) => null;

    /// <summary>Sends one node spec to its node and waits for the result, over reconnects; a run id that the agent has
    /// seen is answered from its journal.</summary>
    Task<RunResult> RunAsync(
        string node, RunRequest request, IProgress<TaskEvent>? progress, CancellationToken cancellation);
}

/// <summary>What a new host needs to become a node: written into its user_data.</summary>
public interface IBootstrap
{
    /// <summary>Root certificate of the site, PEM.</summary>
    string RootCertificatePem { get; }

    /// <summary>Public key of the release that signed the packages, armored.</summary>
    string ReleaseKey { get; }

    /// <summary>The agent's package for an architecture ("aarch64", "x86_64").</summary>
    AgentPackage PackageFor(string architecture);
}

/// <summary>An RPM of the dnf repository that the coordinator serves at https://NAME:7444/packages.</summary>
public sealed record AgentPackage(string FileName)
{
    /// <summary>Name, version, release and architecture, as dnf takes them.</summary>
    public string Nevra => Path.GetFileNameWithoutExtension(FileName);

    /// <summary>Version and release, such as "1.2.0-1".</summary>
    // moodle-node-agent-1.2.0-1.x86_64
    public string Version => string.Join('-', Nevra[..Nevra.LastIndexOf('.')].Split('-')[^2..]);
}
