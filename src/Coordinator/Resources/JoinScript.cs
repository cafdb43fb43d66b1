using System.Text;
using MoodleNodeAgent.Coordinator.Fleet;

namespace MoodleNodeAgent.Coordinator.Resources;

internal static partial class UserData
{
    private const string End = "MNA-END-OF-FILE";

    /// <summary>What user_data does for a host of ours, as one shell script for a host that was there before; a join
    /// token stands in for the instance's identity.</summary>
    public static string WriteJoinScript(
        string site, string node, ControlSettings control, IBootstrap bootstrap, string token)
    {
        var name = ControlSettings.NameFor(site);
        var script = new StringBuilder("#!/bin/sh\n")
            .Append("# Makes this host the node ").Append(node).Append(" of the site ").Append(site)
            .Append(". It holds a token that works once, for an hour.\n")
            .Append("set -eu\numask 077\n")
            .Append(MetadataRule).Append('\n')
            .Append("mkdir -p ").Append(Folder).Append(" && chmod 0755 ").Append(Folder).Append('\n');
        AddFile(script, Folder + "/ca.pem", "0644", bootstrap.RootCertificatePem);
        AddFile(
            script, Folder + "/agent.toml", "0600",
            AgentToml(name, node, control) + $"join_token = \"{token}\"\n");
        AddFile(script, Script, "0700", BootstrapScript(name, control, Packages(bootstrap)));
        script.Append("grep -q ' ").Append(name).Append("$' /etc/hosts || echo '").Append(control.Address).Append(' ')
            .Append(name).Append("' >> /etc/hosts\n")
            .Append(Script).Append(" || { tail -n 20 /var/log/moodle-node-agent-bootstrap.log >&2; exit 1; }\n")
            .Append("echo 'This host is the node ").Append(node).Append(" now.'\n");
        return script.ToString();
    }

    private static void AddFile(StringBuilder script, string path, string mode, string content) =>
        script.Append("cat > ").Append(path).Append(" <<'").Append(End).Append("'\n")
            .Append(content.EndsWith('\n') ? content : content + "\n")
            .Append(End).Append("\nchmod ").Append(mode).Append(' ').Append(path).Append('\n');
}
