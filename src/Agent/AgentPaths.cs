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

    /// <summary>Folder that stands for "/" of the host, in which tasks work. Default "/".</summary>
    public string Root { get; init; } = "/";

    /// <summary>The folder of settings that a command line names; the default when it names none.</summary>
    public static string SettingsOf(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index + 1 < arguments.Count; index++)
        {
            if (arguments[index] == "--settings")
            {
                return arguments[index + 1];
            }
        }

        return new AgentPaths().Settings;
    }

    /// <summary>Reads "--settings FOLDER", "--state FOLDER", "--socket FILE", "--identity-socket FILE" and
    /// "--root FOLDER".</summary>
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
                "--root" => paths with { Root = value },
                "--identity-socket" => paths with { IdentitySocket = value },
                var other => throw new ArgumentException($"There is no option {other}."),
            };
        }

        return paths;
    }
}
