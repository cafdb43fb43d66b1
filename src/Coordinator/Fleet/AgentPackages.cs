using System.Security.Cryptography;
using MoodleNodeAgent.Coordinator.Pki;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>The agent's RPMs that new hosts download, with the checksums that their user_data demands.</summary>
internal sealed class AgentPackages : IBootstrap
{
    private const string Prefix = "moodle-node-agent-";

    private readonly string? _folder;
    private readonly Dictionary<string, AgentPackage> _byFileName = [];

    public AgentPackages(string? folder, Authority authority)
    {
        _folder = folder;
        RootCertificatePem = authority.Root.ExportCertificatePem() + "\n";
        if (folder is null)
        {
            return;
        }

        foreach (string path in Directory.EnumerateFiles(folder, Prefix + "*.rpm"))
        {
            using FileStream content = File.OpenRead(path);
            string name = Path.GetFileName(path);
            _byFileName[name] = new AgentPackage(name, Convert.ToHexStringLower(SHA256.HashData(content)));
        }
    }

    /// <inheritdoc />
    public string RootCertificatePem { get; }

    /// <inheritdoc />
    public AgentPackage PackageFor(string architecture) =>
        _byFileName.Values
            .Where(package => package.FileName.EndsWith($".{architecture}.rpm", StringComparison.Ordinal))
            .OrderByDescending(package => File.GetLastWriteTimeUtc(Path.Combine(_folder!, package.FileName)))
            .ThenByDescending(package => package.FileName, StringComparer.Ordinal)
            .FirstOrDefault()
        ?? throw new FileNotFoundException(
            $"There is no {Prefix}*.{architecture}.rpm in {_folder ?? "(no folder)"}. Build the agent's package for this "
            + "architecture and name its folder with --packages.");

    /// <summary>Path of a package by its file name; null: not one of ours.</summary>
    public string? PathOf(string fileName) =>
        _byFileName.ContainsKey(fileName) ? Path.Combine(_folder!, fileName) : null;
}
