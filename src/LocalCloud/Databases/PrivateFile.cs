namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>A file that only its owner may read, from the first byte on.</summary>
internal static class PrivateFile
{
    /// <summary>Writes the file with mode 0600, whole or not at all.</summary>
    public static void Write(string path, string text)
    {
        string unfinished = path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var writer = new StreamWriter(unfinished, options))
        {
            writer.Write(text);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
