using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MoodleNodeAgent.Coordinator.Fleet;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Where the agents find the coordinator.</summary>
public sealed record ControlSettings
{
    /// <summary>IPv4 address of the coordinator in the site's VCN. Default: 10.0.0.5.</summary>
    public string Address { get; init; } = "10.0.0.5";

    /// <summary>Port of the agent link. Default: 7443.</summary>
    public int AgentPort { get; init; } = 7443;

    /// <summary>Port of enrolment and packages. Default: 7444.</summary>
    public int EnrolmentPort { get; init; } = 7444;

    /// <summary>Name that the coordinator's certificate bears, such as "control.campus.internal".</summary>
    public static string NameFor(string site) => $"control.{site}.internal";
}

/// <summary>The cloud-config that turns a new host into a node. It holds no secret: the node proves itself
/// by its instance's identity. The same inputs give the same bytes.</summary>
internal static partial class UserData
{
    /// <summary>What OCI takes for metadata and extended metadata together.</summary>
    public const int MetadataLimit = 32000;

    private const string Folder = "/etc/moodle-node-agent";
    private const string Repository = "moodle-node-agent";
    private const string KeyFile = "/etc/pki/rpm-gpg/RPM-GPG-KEY-moodle-node-agent";
    private const string Script = "/usr/local/sbin/moodle-node-agent-bootstrap";

    // The first act of each boot, before anything but root runs: only root opens connections to the metadata service,
    // whose answers hold the instance's key. A rule of the routing policy and not of a packet filter, since it needs no
    // package, and firewalld and nftables, which reload their rules, do not touch it. 6 is TCP: names of protocols come
    // from a file that a small image lacks.
    private const string MetadataRule =
        "ip rule show pref 169 | grep -q prohibit || ip rule add pref 169 to 169.254.169.254 "
        + "uidrange 1-4294967294 ipproto 6 dport 80 prohibit";

    // JSON is YAML, and needs no quoting rules of its own.
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The cloud-config as text.</summary>
    public static string Write(string site, string node, ControlSettings control, IBootstrap bootstrap)
    {
        var name = ControlSettings.NameFor(site);
        var config = new
        {
            bootcmd = new[] { new[] { "sh", "-c", MetadataRule } },
            write_files = new object[]
            {
                File(Folder + "/ca.pem", "0644", bootstrap.RootCertificatePem),
                File(Folder + "/agent.toml", "0600", AgentToml(name, node, control)),
                File(KeyFile, "0644", bootstrap.ReleaseKey),
                File($"/etc/yum.repos.d/{Repository}.repo", "0644", RepositoryFile(site, name, control)),
                File(Script, "0700", BootstrapScript(name, control, Packages(bootstrap))),
                new { path = "/etc/hosts", append = true, content = $"{control.Address} {name}\n" },
            },
            runcmd = new[] { new[] { Script } },
        };
        return "#cloud-config\n" + JsonSerializer.Serialize(config, Format) + "\n";
    }

    /// <summary>The cloud-config as OCI takes it.</summary>
    public static string Encode(string text)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        return encoded.Length <= MetadataLimit ? encoded : throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"The user_data has {encoded.Length} bytes and OCI takes {MetadataLimit}. Use a smaller root certificate."));
    }

    private static object File(string path, string permissions, string content) =>
        new { path, permissions, owner = "root:root", content };

    private static string AgentToml(string name, string node, ControlSettings control) =>
        $"""
        node = "{node}"
        coordinator = "https://{name}:{control.AgentPort}"
        enrolment = "https://{name}:{control.EnrolmentPort}"

        """;

    // Packages of the release key only, over TLS that the site's root vouches for. Off but by name: a node's other package
    // work does not stand still while the coordinator is away.
    private static string RepositoryFile(string site, string name, ControlSettings control) =>
        $"""
        [{Repository}]
        name=Agent of site {site}
        baseurl=https://{name}:{control.EnrolmentPort}/packages/
        sslcacert={Folder}/ca.pem
        sslverify=1
        gpgcheck=1
        repo_gpgcheck=1
        gpgkey=file://{KeyFile}
        enabled=0

        """;

    // The host says its own architecture, so one user_data serves every shape. The group of agent.toml comes with the
    // package's user.
    private static string BootstrapScript(
        string name, ControlSettings control, IReadOnlyList<(string Architecture, AgentPackage Package)> packages)
    {
        var cases = string.Concat(packages.Select(entry =>
            $"  {entry.Architecture}) package={entry.Package.Nevra} ;;\n"));
        return
            "#!/bin/sh\n"
            + "# Installs the agent of this node; written by the site's coordinator.\n"
            + "set -eu\n"
            + "umask 077\n"
            + BootStages.Functions
            + "enter guard\n"
            + "if ! ip rule show pref 169 | grep -q prohibit; then\n"
            + "  echo 'Others than root reach the metadata service of this host: ip rule failed' >&2; exit 1\n"
            + "fi\n"
            + "enter choose\n"
            + "case \"$(uname -m)\" in\n"
            + cases
            + "  *) echo \"No agent package for $(uname -m)\" >&2; exit 1 ;;\n"
            + "esac\n"
            + "enter download\n"
            + "curl --fail --silent --show-error --retry 120 --retry-delay 2 --retry-all-errors --connect-timeout 5 \\\n"
            + $"  --cacert {Folder}/ca.pem --output /dev/null \\\n"
            + $"  \"https://{name}:{control.EnrolmentPort}/packages/repodata/repomd.xml\"\n"
            + "enter install\n"
            + $"dnf install -y --repo {Repository} \"$package\"\n"
            + $"chgrp mna-link {Folder}/agent.toml\n"
            + $"chmod 0640 {Folder}/agent.toml\n"
            + "enter start\n"
            + "systemctl enable --now moodle-node-agent-executor.service moodle-node-agent-identity.socket \\\n"
            + "  moodle-node-agent-link.service\n"
            + BootStages.WaitForCertificate;
    }

    private static IReadOnlyList<(string Architecture, AgentPackage Package)> Packages(IBootstrap bootstrap)
    {
        var packages = new List<(string, AgentPackage)>();
        FileNotFoundException? missing = null;
        foreach (var architecture in (string[])["aarch64", "x86_64"])
        {
            try
            {
                packages.Add((architecture, bootstrap.PackageFor(architecture)));
            }
            catch (FileNotFoundException exception)
            {
                missing = exception;
            }
        }

        return packages.Count > 0 ? packages : throw missing!;
    }
}
