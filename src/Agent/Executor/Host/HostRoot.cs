namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>The folder that stands for "/" of the host: "/" in production, a temporary folder in tests.</summary>
public sealed record HostRoot(string Folder)
{
    /// <summary>Where an absolute path of the host is.</summary>
    public string Map(string path) => Folder == "/" ? path : Path.Join(Folder, path);

    /// <summary>Absolute path of the host, its folders' symbolic links followed; the last name is left as it is.
    /// Folders that do not exist are taken as they are spelt.</summary>
    public string ResolveFolders(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var resolved = "";
        var links = 0;
        var pending = new Stack<string>(parts.SkipLast(1).Reverse());
        while (pending.TryPop(out var name))
        {
            if (name == ".")
            {
                continue;
            }

            if (name == "..")
            {
                resolved = resolved[..Math.Max(0, resolved.LastIndexOf('/'))];
                continue;
            }

            var candidate = $"{resolved}/{name}";
            var target = new FileInfo(Map(candidate)).LinkTarget;
            if (target is null)
            {
                resolved = candidate;
                continue;
            }

            if (++links > 40)
            {
                throw new TaskException("path-loops", $"Cannot use {path}: its symbolic links lead round in a circle.");
            }

            if (target.StartsWith('/'))
            {
                resolved = "";
            }

            foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                pending.Push(part);
            }
        }

        return parts.Length == 0 ? "/" : $"{resolved}/{parts[^1]}";
    }
}
