namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The stages of a host's way to a node, as its bootstrap script tells them on the serial console: there they
/// can be read through the cloud's API when nothing else of the host answers.</summary>
internal static class BootStages
{
    /// <summary>What each of our lines on the console begins with.</summary>
    public const string Mark = "moodle-node-agent: ";

    /// <summary>Only root reaches the metadata service.</summary>
    public const string Guard = "guard";

    /// <summary>The package for the host's architecture is chosen.</summary>
    public const string Choose = "choose";

    /// <summary>The coordinator's dnf repository answers.</summary>
    public const string Download = "download";

    /// <summary>dnf checks the package's signature and installs it.</summary>
    public const string Install = "install";

    /// <summary>The agent's units are started.</summary>
    public const string Start = "start";

    /// <summary>The agent proves the instance's identity and gets its certificate.</summary>
    public const string Enrol = "enrol";

    /// <summary>The last word of a script that came to its end.</summary>
    public const string Done = "bootstrap done";

    /// <summary>Shell functions that tell the stages; the script begins with them. What the script says goes to its log;
    /// a failing stage brings the log's last lines to the console.</summary>
    public const string Functions =
        """
        log=/var/log/moodle-node-agent-bootstrap.log
        exec >> "$log" 2>&1
        stage=guard
        tell() { if [ -c /dev/console ]; then echo "moodle-node-agent: $*" > /dev/console || true; fi; }
        enter() { stage=$1; echo "stage $1"; tell "stage $1"; }
        finish() {
          code=$?
          if [ "$code" = 0 ]; then tell 'bootstrap done'; return; fi
          tell "stage $stage failed with exit code $code"
          tail -n 12 "$log" | while IFS= read -r line; do tell "| $line"; done
          tell "end of stage $stage"
        }
        trap finish EXIT

        """;

    /// <summary>Waits until the agent has its certificate; what the agent says comes into the log when it does not.
    /// </summary>
    public const string WaitForCertificate =
        """
        enter enrol
        turn=0
        until [ -s /var/lib/moodle-node-agent/link/identity.pem ]; do
          turn=$((turn + 1))
          if [ "$turn" -gt 240 ]; then
            journalctl --unit moodle-node-agent-link --lines 10 --no-pager --output cat; exit 1
          fi
          sleep 0.5
        done

        """;

    /// <summary>What to do about a stage that failed.</summary>
    public static string RemedyFor(string stage) => stage switch
    {
        Guard => "The image has no working 'ip rule'. Use an image of Oracle Linux 9.",
        Choose => "Put the agent's package for this architecture into the coordinator's folder of packages.",
        Download => "The node does not reach the coordinator on its enrolment port: look at the security lists and routes "
            + "of both subnets, and whether the control host runs.",
        Install => "dnf failed. The node needs a way to its package repositories: look at the NAT and service gateways and "
            + "the route table of its subnet. A signature that is refused means that the packages in the coordinator's folder "
            + "were changed after the launch: terminate the node and apply again.",
        Start => "Look at \"journalctl -u moodle-node-agent-link -u moodle-node-agent-executor\" on the node.",
        Enrol => "The coordinator does not take the node's proof of identity, or is not reached: its log says why. A node "
            + "that was launched by somebody else needs a join token.",
        _ => "Look at /var/log/moodle-node-agent-bootstrap.log on the node.",
    };
}
