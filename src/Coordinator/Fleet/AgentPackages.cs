using System.Text.RegularExpressions;
using MoodleNodeAgent.Coordinator.Pki;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>The dnf repository of signed packages, as packaging/build.sh left it: hosts install the agent from it. The
/// coordinator has no key that signs.</summary>
internal sealed partial class AgentPackages(string? folder, Authority authority) : IBootstrap
{
    private const string Prefix = "moodle-node-agent-";
    private const string KeyFile = "RPM-GPG-KEY-moodle-node-agent";

    private string Metadata => Path.Combine(folder!, "repodata");

    /// <inheritdoc />
    public string RootCertificatePem => authority.Root.ExportCertificatePem() + "\n";

    /// <inheritdoc />
    public string ReleaseKey => folder is not null && File.Exists(Path.Combine(folder, KeyFile))
        ? File.ReadAllText(Path.Combine(folder, KeyFile))
        : throw new FileNotFoundException(
            $"There is no {KeyFile} in {folder ?? "(no folder)"}, so hosts could not check the agent's package. Build the "
            + "packages with packaging/build.sh and name its folder with --packages.");

    /// <inheritdoc />
    public AgentPackage PackageFor(string architecture) =>
        (folder is null ? [] : Directory.EnumerateFiles(folder, $"{Prefix}*.{architecture}.rpm"))
            .OrderByDescending(File.GetLastWriteTimeUtc)
            .ThenByDescending(path => path, StringComparer.Ordinal)
            .Select(path => new AgentPackage(Path.GetFileName(path)))
            .FirstOrDefault()
        ?? throw new FileNotFoundException(
            $"There is no {Prefix}*.{architecture}.rpm in {folder ?? "(no folder)"}. Build the agent's package for this "
            + "architecture and name its folder with --packages.");

    /// <summary>Path of a file of the repository, such as "repodata/repomd.xml"; null: not one of its files. The test key
    /// that may lie beside them is none.</summary>
    public string? PathOf(string file) => folder is null
        ? null
        : Directory.EnumerateFiles(folder)
            .Concat(Directory.Exists(Metadata) ? Directory.EnumerateFiles(Metadata) : [])
            .FirstOrDefault(path => Path.GetRelativePath(folder, path) is var name && name == file && Served().IsMatch(name));

    [GeneratedRegex($@"\A({Prefix}[A-Za-z0-9._+~-]+\.rpm|repodata/[A-Za-z0-9._-]+|{KeyFile})\z")]
    private static partial Regex Served();
}
