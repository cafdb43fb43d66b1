using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Storage;

/// <summary>Kept states of a file system: copies below .snapshot in its top folder, where OCI shows them as well. Unlike
/// OCI's they take their time, are not of one instant, and are not protected from their owner.</summary>
internal sealed class Snapshots
{
    /// <summary>Folder of all snapshots in a file system.</summary>
    public const string Folder = ".snapshot";

    private readonly CommandRunner _commands = new();

    /// <summary>Copies all but the other snapshots.</summary>
    public async Task CreateAsync(string fileSystem, string name, CancellationToken cancellation)
    {
        string all = Path.Combine(fileSystem, Folder);
        string unfinished = Path.Combine(all, $"{name}.unfinished");
        Directory.CreateDirectory(unfinished);
        (int code, _, string error) = await _commands.TryRunAsync(
            "env",
            [
                "LC_ALL=C", "find", fileSystem, "-mindepth", "1", "-maxdepth", "1", "!", "-name", Folder,
                "-exec", "cp", "-a", "--reflink=auto", "-t", unfinished, "{}", "+",
            ],
            cancellation);

        // Sample: cp: cannot stat '/var/x/status-a1b2': No such file or directory. A file that went meanwhile is no loss.
        string? failure = error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(line => !line.EndsWith("No such file or directory", StringComparison.Ordinal));
        if (failure is not null || (code != 0 && error.Length == 0))
        {
            Directory.Delete(unfinished, recursive: true);
            throw new IOException($"Cannot copy {fileSystem} to a snapshot: {failure ?? $"exit code {code}"}");
        }

        await _commands.RunAsync("chmod", [$"--reference={fileSystem}", unfinished], cancellation);
        await _commands.RunAsync("chown", [$"--reference={fileSystem}", unfinished], cancellation);
        Directory.Move(unfinished, Path.Combine(all, name));
    }

    /// <summary>Removes one; the folder goes with the last one.</summary>
    public static void Delete(string fileSystem, string name)
    {
        string all = Path.Combine(fileSystem, Folder);
        if (Directory.Exists(Path.Combine(all, name)))
        {
            Directory.Delete(Path.Combine(all, name), recursive: true);
        }

        if (Directory.Exists(all) && !Directory.EnumerateFileSystemEntries(all).Any())
        {
            Directory.Delete(all);
        }
    }
}
