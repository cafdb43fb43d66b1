using MoodleNodeAgent.Agent.Executor;
using MoodleNodeAgent.Agent.Executor.Host;

namespace MoodleNodeAgent.Agent.Upgrade;

/// <summary>The package that this program comes from.</summary>
internal static class AgentPackage
{
    public const string Name = "moodle-node-agent";

    /// <summary>The coordinator's repository, as the node's first boot wrote it; the signatures of its packages are
    /// checked.</summary>
    public const string Repository = "moodle-node-agent";

    /// <summary>Version and release that is installed, such as "1.2.0-1".</summary>
    /// <exception cref="TaskException">It is not installed as a package.</exception>
    public static async Task<string> InstalledAsync(
        IProcessRunner processes, Limits limits, bool outsideSandbox, CancellationToken cancellation)
    {
        var outcome = await processes.RunAsync(
            new ProcessRequest
            {
                Program = "/usr/bin/rpm",
                Arguments = ["-q", "--queryformat", "%{VERSION}-%{RELEASE}\\n", Name],
                OutsideSandbox = outsideSandbox,
                Timeout = limits.Query,
            },
            cancellation);
        return outcome.ExitCode == 0
            ? outcome.Output.Trim()
            : throw new TaskException(
                "agent-not-packaged",
                $"Cannot upgrade the agent: rpm ended with {outcome.ExitCode} for the package {Name}: "
                + $"{outcome.Tail(limits.ErrorTail)} Install the agent from its package.");
    }
}
