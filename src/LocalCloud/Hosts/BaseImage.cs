using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using CliWrap;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>The base image of all hosts: Debian 12 dressed as Enterprise Linux, built once from the recipe that this
/// program carries and kept in a cache folder under the recipe's hash.</summary>
internal sealed class BaseImage(string cacheDirectory, HostLimits limits, TimeProvider time)
{
    private const string ResourcePrefix = "image/";

    private static readonly string[] Programs =
        ["mmdebstrap", "systemd-nspawn", "rpmbuild", "createrepo_c", "ip", "nft", "nsenter"];

    /// <summary>Where the image lies once it is built.</summary>
    public string Root => Path.Combine(cacheDirectory, "image-" + RecipeHash(), "root");

    /// <summary>Whether the image is there.</summary>
    public bool IsBuilt => Directory.Exists(Root);

    /// <summary>Builds the image unless it is there. Nothing half-made stays behind.</summary>
    /// <param name="progress">Gets one line for each step.</param>
    /// <param name="cancellation">Ends the build and removes what it made.</param>
    public async Task PrepareAsync(Action<string> progress, CancellationToken cancellation)
    {
        foreach (var folder in await BuildFolder.RemoveLeftAsync(cacheDirectory))
        {
            progress($"Removed what an interrupted build left: {folder}");
        }

        if (IsBuilt)
        {
            progress($"The base image is there: {Root}");
            return;
        }

        CheckMachine();
        var sources = await ReadAptSourcesAsync(cancellation);
        var target = Path.GetDirectoryName(Root)!;
        var building = BuildFolder.For(target);
        var recipe = building + "-recipe";
        var start = time.GetTimestamp();
        try
        {
            WriteRecipe(recipe);
            Directory.CreateDirectory(building);
            await BuildAsync(recipe, building, sources, progress, cancellation);
            try
            {
                Directory.Move(building, target);
            }
            catch (IOException) when (IsBuilt)
            {
                // Another one built the same recipe meanwhile; its image is as good as this one.
            }

            progress(string.Create(CultureInfo.InvariantCulture,
                $"The base image is built: {Root} ({time.GetElapsedTime(start).TotalSeconds:0} s)"));
        }
        finally
        {
            await BuildFolder.RemoveAsync(building);
            await BuildFolder.RemoveAsync(recipe);
        }
    }

    private async Task BuildAsync(
        string recipe, string building, string sources, Action<string> progress, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limits.ImageBuild);
        var log = new Queue<string>();
        void Line(string line)
        {
            if (line.StartsWith("step: ", StringComparison.Ordinal))
            {
                progress(line["step: ".Length..]);
                return;
            }

            lock (log)
            {
                log.Enqueue(line);
                if (log.Count > 20)
                {
                    log.Dequeue();
                }
            }
        }

        CommandResult result = await Cli.Wrap("bash")
            .WithArguments([Path.Combine(recipe, "build.sh"), recipe, building])
            .WithEnvironmentVariables(environment => environment.Set("LC_ALL", "C.UTF-8"))
            .WithStandardInputPipe(PipeSource.FromString(sources))
            .WithStandardOutputPipe(PipeTarget.ToDelegate(Line))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(Line))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(deadline.Token);
        if (result.ExitCode != 0)
        {
            throw new IOException(
                $"Cannot build the base image in {cacheDirectory}: exit code {result.ExitCode}. Run `apt-get update`, "
                + $"check that its mirror is reachable, then prepare again. It said last:{Environment.NewLine}"
                + string.Join(Environment.NewLine, log));
        }
    }

    private void CheckMachine()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new InvalidOperationException(
                "Cannot build the base image: hosts need root. Run the command with sudo.");
        }

        var missing = Programs.Where(program => !IsInstalled(program)).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"Cannot build the base image: {string.Join(", ", missing)} is not installed. Run `apt-get install "
                + "systemd-container mmdebstrap iproute2 nftables rpm createrepo-c util-linux`.");
        }

        Directory.CreateDirectory(cacheDirectory);
        var free = new DriveInfo(cacheDirectory).AvailableFreeSpace;
        if (free < limits.DiskBytes)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture,
                $"Cannot build the base image in {cacheDirectory}: {free >> 20} MiB are free, {limits.DiskBytes >> 20}"
                + $" MiB are needed. Make room, or name another folder with --cache."));
        }
    }

    private static async Task<string> ReadAptSourcesAsync(CancellationToken cancellation)
    {
        (var exitCode, var output, _) = await new CommandRunner().TryRunAsync("apt-get",
        [
            "indextargets", "--format", "deb $(REPO_URI) $(CODENAME) $(COMPONENT)",
            "Created-By: Packages", "Origin: Debian",
        ], cancellation);
        var lines = output.Split('\n').Where(line => line.Contains(" bookworm", StringComparison.Ordinal)).Distinct();
        var sources = string.Join('\n', lines);
        return exitCode == 0 && sources.Length > 0
            ? sources + "\n"
            : throw new InvalidOperationException(
                "Cannot build the base image: this machine's apt knows no Debian 12 (bookworm) archive. Add one to "
                + "/etc/apt/sources.list.d and run `apt-get update`.");
    }

    private static bool IsInstalled(string program) =>
        new[] { "/usr/bin", "/usr/sbin", "/bin", "/sbin" }.Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string RecipeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((var name, var content) in ReadRecipe())
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{name}\0{content.Length}\0"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private static void WriteRecipe(string folder)
    {
        foreach ((var name, var content) in ReadRecipe())
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private static IEnumerable<(string Name, byte[] Content)> ReadRecipe()
    {
        Assembly assembly = typeof(BaseImage).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (resource.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            {
                using Stream stream = assembly.GetManifestResourceStream(resource)!;
                using var content = new MemoryStream();
                stream.CopyTo(content);
                yield return (resource[ResourcePrefix.Length..], content.ToArray());
            }
        }
    }
}
