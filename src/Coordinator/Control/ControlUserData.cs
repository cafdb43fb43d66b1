using System.Text.Encodings.Web;
using System.Text.Json;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>The cloud-config that turns a new host into the control host. Its link to the packages ends after an hour;
/// nothing else in it is secret.</summary>
internal static class ControlUserData
{
    private const string Folder = "/etc/moodle-coordinator";
    private const string Packages = "/var/lib/moodle-coordinator/packages";
    private const string Script = "/usr/local/sbin/moodle-coordinator-bootstrap";

    // As on a node, but the coordinator's own user may ask the metadata service as well: it works by the instance's
    // identity. Its number is known once the package is installed. 6 is TCP.
    private const string Guard =
        """
        uid=$(id -u mna-coordinator 2>/dev/null || echo 0)
        while ip rule del pref 169 2>/dev/null; do :; done
        bar() { ip rule add pref 169 to 169.254.169.254 uidrange "$1" ipproto 6 dport 80 prohibit; }
        if [ "$uid" = 0 ]; then bar 1-4294967294; else bar "1-$((uid - 1))"; bar "$((uid + 1))-4294967294"; fi
        """;

    // JSON is YAML, and needs no quoting rules of its own.
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The cloud-config as text.</summary>
    /// <param name="control">The host as the site wants it.</param>
    /// <param name="firstAdminPem">Public key of the first admin.</param>
    /// <param name="link">URL below which the files are, with a slash at its end.</param>
    /// <param name="files">What to fetch.</param>
    /// <param name="endpoint">One address for all OCI services; null: the region's own.</param>
    public static string Write(
        ControlSpec control, string firstAdminPem, string link, IReadOnlyList<PackageFile> files, Uri? endpoint)
    {
        var options = $"--instance-principal --control-address {control.Address} --first-admin {Folder}/first-admin.pem"
            + (endpoint is null ? "" : $" --oci-endpoint {endpoint}");
        var config = new
        {
            bootcmd = new[] { new[] { "sh", "-c", Guard } },
            write_files = new object[]
            {
                File(Folder + "/first-admin.pem", "0644", firstAdminPem),
                File(Folder + "/coordinator.conf", "0640", $"COORDINATOR_OPTIONS={options}\n"),
                File(Script, "0700", BootstrapScript(link, files)),
            },
            runcmd = new[] { new[] { Script } },
        };
        return "#cloud-config\n" + JsonSerializer.Serialize(config, Format) + "\n";
    }

    private static object File(string path, string permissions, string content) =>
        new { path, permissions, owner = "root:root", content };

    private static string BootstrapScript(string link, IReadOnlyList<PackageFile> files) =>
        "#!/bin/sh\n"
        + "# Installs the coordinator of this control host; written by the coordinator that launched it.\n"
        + "set -eu\n"
        + "umask 022\n"
        + BootStages.Functions
        + "enter guard\n"
        + Guard + "\n"
        + "enter download\n"
        + $"install -d -m 0755 {Packages} {Packages}/repodata\n"
        + "fetch() {\n"
        + "  curl --fail --silent --show-error --retry 60 --retry-delay 2 --retry-all-errors --connect-timeout 5 \\\n"
        + $"    --output \"{Packages}/$1\" \"{link}$1\"\n"
        + $"  echo \"$2  {Packages}/$1\" | sha256sum --check --quiet\n"
        + "}\n"
        + string.Concat(files.Select(file => Fetch(file)))
        + "enter install\n"
        // No repository is asked: what it needs is in the image, and the sums were checked.
        + $"dnf install -y --disablerepo='*' {Packages}/moodle-coordinator-*.\"$(uname -m)\".rpm\n"
        + "enter guard\n"
        + Guard + "\n"
        + "enter start\n"
        + "if systemctl is-active --quiet firewalld; then\n"
        + "  firewall-cmd --quiet --permanent --add-port=7443-7445/tcp\n"
        + "  firewall-cmd --quiet --reload\n"
        + "fi\n"
        + "systemctl enable --now moodle-coordinator.service\n";

    // A host takes the coordinator of its own architecture only.
    private static string Fetch(PackageFile file)
    {
        var line = $"fetch {file.Name} {file.Sha256}";
        var isCoordinator = file.Name.StartsWith("moodle-coordinator-", StringComparison.Ordinal);
        return isCoordinator
            ? $"case {file.Name} in *.\"$(uname -m)\".rpm) {line} ;; esac\n"
            : line + "\n";
    }
}
