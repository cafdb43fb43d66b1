using System.Globalization;
using System.Text.RegularExpressions;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>Folders in which base images are being built: image-HASH.building-PID-STARTTIME, and the same with
/// -recipe. The name tells whose it is, so that a later build removes what a killed one left.</summary>
internal static partial class BuildFolder
{
    /// <summary>Path of the folder in which this process builds an image.</summary>
    public static string For(string image)
    {
        ProcessIdentity self = ProcessIdentity.Self;
        return string.Create(CultureInfo.InvariantCulture, $"{image}.building-{self.Pid}-{self.StartTime}");
    }

    /// <summary>Removes the folders of builds that have ended.</summary>
    /// <returns>Their paths.</returns>
    public static async Task<IReadOnlyList<string>> RemoveLeftAsync(string cacheDirectory)
    {
        List<string> removed = [];
        if (!Directory.Exists(cacheDirectory))
        {
            return removed;
        }

        foreach (string folder in Directory.GetDirectories(cacheDirectory, "image-*.building-*"))
        {
            if (BuilderOf(folder) is { IsRunning: false } && !IsAtWork(folder))
            {
                await RemoveAsync(folder);
                removed.Add(folder);
            }
        }

        return removed;
    }

    /// <summary>Removes a folder with what is mounted below it.</summary>
    public static async Task RemoveAsync(string folder)
    {
        // A build that was cancelled may have left /proc or /sys mounted below.
        var runner = new CommandRunner();
        foreach (string mount in MountTable.Below(folder))
        {
            await runner.TryRunAsync("umount", ["--lazy", mount], CancellationToken.None);
        }

        if (Directory.Exists(folder) && MountTable.Below(folder).Count == 0)
        {
            // .NET would follow nothing but is slow on 20,000 files.
            await runner.TryRunAsync("rm", ["-rf", "--one-file-system", folder], CancellationToken.None);
        }
    }

    private static ProcessIdentity? BuilderOf(string folder)
    {
        Match match = Owner().Match(folder);
        return match.Success
            ? new ProcessIdentity(
                int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
                long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Whether a command names the folder: the build's own commands live on when only the builder was killed.
    /// </summary>
    private static bool IsAtWork(string folder)
    {
        const string recipe = "-recipe";
        string image = folder.EndsWith(recipe, StringComparison.Ordinal) ? folder[..^recipe.Length] : folder;
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (char.IsAsciiDigit(Path.GetFileName(process)[0])
                    && File.ReadAllText(Path.Combine(process, "cmdline")).Contains(image, StringComparison.Ordinal))
                {
                    return true;
                }
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return false;
    }

    [GeneratedRegex(@"\.building-(\d{1,9})-(\d{1,18})(-recipe)?$")]
    private static partial Regex Owner();
}
