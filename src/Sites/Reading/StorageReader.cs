using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads the section storage.</summary>
internal static partial class StorageReader
{
    // The nodes' local policy lets nothing be mounted elsewhere.
    private const string MountFolder = "/var/www";

    // The code, which a mount would hide; and what httpd serves by itself, which would make the storage public.
    private static readonly string[] ServedFolders =
    [
        "/var/www/moodle", "/var/www/wordpress", "/var/www/drupal", "/var/www/joomla", Products.SiteTools.Folder,
        "/var/www/.releases", "/var/www/html", "/var/www/cgi-bin",
    ];

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
        if (mount == MountFolder || !IsAtOrBelow(mount, MountFolder))
        {
            storage.Report(
                "mount",
                $"{mount} is not below {MountFolder}, where the nodes' local policy lets storage be mounted. Use a folder "
                + "such as /var/www/moodledata.");
        }
        else if (ServedFolders.Any(folder => IsAtOrBelow(mount, folder)))
        {
            storage.Report(
                "mount",
                $"{mount} is a folder of the code or of the web server itself. Use one such as /var/www/moodledata.");
        }
    }

    private static bool IsAtOrBelow(string path, string folder) =>
        path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    [GeneratedRegex(@"\A(?:/(?!\.{1,2}(?:/|\z))[A-Za-z0-9._-]+)+\z")]
    private static partial Regex AbsolutePath();
}
