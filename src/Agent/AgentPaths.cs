namespace MoodleNodeAgent.Agent;

/// <summary>Where the agent's files are. Defaults: as the package lays them out.</summary>
internal sealed record AgentPaths
{
    /// <summary>Folder of agent.toml, ca.pem and policy.toml. Default "/etc/moodle-node-agent".</summary>
    public string Settings { get; init; } = "/etc/moodle-node-agent";

    /// <summary>Folder of link and executor. Default "/var/lib/moodle-node-agent".</summary>
    public string State { get; init; } = "/var/lib/moodle-node-agent";

    /// <summary>Unix socket between both. Default "/run/moodle-node-agent/executor.sock".</summary>
    public string Socket { get; init; } = "/run/moodle-node-agent/executor.sock";

    /// <summary>Unix socket at which the instance's identity is proved. Default "/run/moodle-node-agent-identity.sock".
    /// </summary>
    public string IdentitySocket { get; init; } = "/run/moodle-node-agent-identity.sock";

    /// <summary>Reads "--settings FOLDER", "--state FOLDER", "--socket FILE" and "--identity-socket FILE".</summary>
    /// <exception cref="ArgumentException">An option is unknown or lacks its value.</exception>
    public static AgentPaths Parse(IReadOnlyList<string> arguments)
    {
        var paths = new AgentPaths();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var value = index + 1 < arguments.Count
                ? arguments[index + 1]
                : throw new ArgumentException($"The option {arguments[index]} lacks its value.");
            paths = arguments[index] switch
            {
                "--settings" => paths with { Settings = value },
                "--state" => paths with { State = value },
                "--socket" => paths with { Socket = value },
                "--identity-socket" => paths with { IdentitySocket = value },
                var other => throw new ArgumentException($"There is no option {other}."),
            };
        }

        return paths;
    }
}
