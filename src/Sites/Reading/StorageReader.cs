using System.Text.RegularExpressions;
namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads the section storage.</summary>
internal static partial class StorageReader
{
    private static readonly string[] SystemFolders =
        ["bin", "boot", "dev", "etc", "lib", "lib64", "proc", "root", "run", "sbin", "sys", "tmp", "usr"];

    // The code lies here; a mount above it would hide it, one below it would be lost at the next release.
    private static readonly string[] CodeFolders = ["/var/www/moodle", "/var/www/moodle-tools"];

    public static StorageSpec Read(Section storage)
    {
        var export = storage.Text("export") ?? "/moodledata";
        var mount = storage.Text("mount") ?? "/var/www/moodledata";
        CheckPath(storage, "export", export, "/moodledata");
        if (CheckPath(storage, "mount", mount, "/var/www/moodledata"))
        {
            CheckMount(storage, mount);
        }

        storage.RejectUnknownKeys();
        return new StorageSpec { Export = export, Mount = mount };
    }

    private static bool CheckPath(Section storage, string key, string path, string example)
    {
        if (path.Length <= 255 && AbsolutePath().IsMatch(path))
        {
            return true;
        }

        storage.Report(
            key,
            $"{Section.Quote(path)} cannot be used. Write an absolute path such as {example}: letters, digits, '.', '_' "
            + "and '-', no '..', no slash at the end, at most 255 characters.");
        return false;
    }

    private static void CheckMount(Section storage, string mount)
    {
        if (mount.LastIndexOf('/') == 0 || SystemFolders.Contains(mount.Split('/')[1]))
        {
            storage.Report("mount", $"{mount} belongs to the system. Use a folder such as /var/www/moodledata.");
        }
        else if (CodeFolders.Any(code => IsAtOrBelow(mount, code) || IsAtOrBelow(code, mount)))
        {
            storage.Report("mount", $"{mount} and the code in /var/www/moodle would hide each other. Use a folder such as /var/www/moodledata.");
        }
    }

    private static bool IsAtOrBelow(string path, string folder) =>
        path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    [GeneratedRegex(@"\A(?:/(?!\.{1,2}(?:/|\z))[A-Za-z0-9._-]+)+\z")]
    private static partial Regex AbsolutePath();
}
