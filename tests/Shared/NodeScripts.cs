using System.Security.Cryptography;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace MoodleNodeAgent.Testing;

/// <summary>A folder of scripts for node with its npm packages, installed once on a machine as package-lock.json pins
/// them: the name of the installed folder has a digest of the lock file.</summary>
internal sealed class NodeScripts
{
    private readonly string _name;

    /// <param name="path">Below the top folder of the checkout, such as "tests/Conformance".</param>
    public NodeScripts(string path)
    {
        _name = Path.GetFileName(path).ToLowerInvariant();
        Sources = Find(path);
    }

    /// <summary>The scripts.</summary>
    public DirectoryInfo Sources { get; }

    /// <summary>Installs what is missing.</summary>
    /// <returns>The folder node_modules.</returns>
    public async Task<string> InstallAsync(CancellationToken cancellation)
    {
        string[] files = ["package.json", "package-lock.json"];
        string text = string.Concat(files.Select(name => File.ReadAllText(Path.Combine(Sources.FullName, name))));
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        DirectoryInfo caches = Directory.CreateDirectory(Path.Combine(CacheHome(), "moodle-node-agent"));
        string folder = Path.Combine(caches.FullName, $"{_name}-{digest}");
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
                "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], draft, null, null, cancellation);
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

    /// <summary>Runs a script to its end.</summary>
    /// <param name="arguments">Of node: the script first.</param>
    /// <param name="packages">Folder node_modules, in the script's environment as PACKAGES.</param>
    /// <param name="onLine">Called with each line of the script's standard output; null: nobody listens.</param>
    /// <param name="cancellation">Kills the script.</param>
    public Task<BufferedCommandResult> RunAsync(
        IReadOnlyList<string> arguments, string packages, Func<string, Task>? onLine, CancellationToken cancellation) =>
        RunAsync("node", arguments, Sources.FullName, packages, onLine, cancellation);

    private static async Task<BufferedCommandResult> RunAsync(
        string program, IReadOnlyList<string> arguments, string folder, string? packages, Func<string, Task>? onLine,
        CancellationToken cancellation)
    {
        try
        {
            return await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(folder)
                .WithEnvironmentVariables(variables => variables.Set("PACKAGES", packages))
                .WithStandardOutputPipe(onLine is null ? PipeTarget.Null : PipeTarget.ToDelegate(onLine))
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

    private static DirectoryInfo Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var sources = new DirectoryInfo(Path.Combine(folder.FullName, path));
            if (File.Exists(Path.Combine(sources.FullName, "package-lock.json")))
            {
                return sources;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has {path}.");
    }
}
