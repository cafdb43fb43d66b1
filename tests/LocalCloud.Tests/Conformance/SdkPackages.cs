using System.Security.Cryptography;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace MoodleNodeAgent.LocalCloud.Tests.Conformance;

/// <summary>Oracle's packages of npm as tests/Conformance/package-lock.json pins them, installed once on a machine: the
/// folder's name is a digest of the lock file.</summary>
internal static class SdkPackages
{
    /// <summary>tests/Conformance of the source tree.</summary>
    public static DirectoryInfo Sources { get; } = FindSources();

    /// <summary>Installs what is missing.</summary>
    /// <returns>The folder node_modules.</returns>
    public static async Task<string> InstallAsync(CancellationToken cancellation)
    {
        string[] files = ["package.json", "package-lock.json"];
        string text = string.Concat(files.Select(name => File.ReadAllText(Path.Combine(Sources.FullName, name))));
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        DirectoryInfo caches = Directory.CreateDirectory(Path.Combine(CacheHome(), "moodle-node-agent"));
        string folder = Path.Combine(caches.FullName, $"conformance-{digest}");
        string packages = Path.Combine(folder, "node_modules");
        if (Directory.Exists(packages))
        {
            return packages;
        }

        // Made apart and moved: a run that is cut off leaves no half-filled folder.
        string draft = Directory.CreateDirectory(Path.Combine(caches.FullName, $"draft-{Guid.NewGuid():N}")).FullName;
        try
        {
            foreach (string name in files)
            {
                File.Copy(Path.Combine(Sources.FullName, name), Path.Combine(draft, name));
            }

            BufferedCommandResult result = await RunAsync(
                "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], draft, null, cancellation);
            Assert.True(result.IsSuccess, $"npm ci ended with {result.ExitCode}: {result.StandardError}");
            if (!Directory.Exists(folder))
            {
                Directory.Move(draft, folder);
            }
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, true);
            }
        }

        return packages;
    }

    /// <summary>Runs a script of tests/Conformance to its end.</summary>
    public static Task<BufferedCommandResult> RunScriptAsync(
        IReadOnlyList<string> arguments, string packages, CancellationToken cancellation) =>
        RunAsync("node", arguments, Sources.FullName, packages, cancellation);

    private static async Task<BufferedCommandResult> RunAsync(
        string program, IReadOnlyList<string> arguments, string folder, string? packages, CancellationToken cancellation)
    {
        try
        {
            return await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(folder)
                .WithEnvironmentVariables(variables => variables.Set("PACKAGES", packages))
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"Cannot start {program}: {exception.Message}. Install Debian's packages nodejs and npm.", exception);
        }
    }

    private static string CacheHome() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
        ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private static DirectoryInfo FindSources()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var sources = new DirectoryInfo(Path.Combine(folder.FullName, "tests", "Conformance"));
            if (File.Exists(Path.Combine(sources.FullName, "package-lock.json")))
            {
                return sources;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has tests/Conformance.");
    }
}
