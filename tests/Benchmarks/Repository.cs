namespace MoodleNodeAgent.Benchmarks;

/// <summary>The folder of this repository.</summary>
internal static class Repository
{
    /// <summary>The folder above the benchmark that has demo.sh.</summary>
    public static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "demo.sh")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("demo.sh is in no folder above the benchmark.");
    }
}
