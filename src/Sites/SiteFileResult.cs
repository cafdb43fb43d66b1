namespace MoodleNodeAgent.Sites;

/// <summary>What a site file says, or all that is wrong with it.</summary>
public sealed record SiteFileResult
{
    /// <summary>Path as the operator typed it.</summary>
    public required string File { get; init; }

    /// <summary>The site; null when a problem is not a mere warning.</summary>
    public required Site? Site { get; init; }

    /// <summary>The release that the file names, also when there are problems elsewhere; null when it cannot be read.
    /// </summary>
    public ReleaseSpec? Release { get; init; }

    /// <summary>The product that the file names, also when there are problems elsewhere; null when it cannot be read.
    /// </summary>
    public string? Product { get; init; }

    /// <summary>All problems in the order of the file.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>Place of each key that the file has, by path: "release.archive", "balancer.listeners[0]".</summary>
    public required IReadOnlyDictionary<string, Position> Positions { get; init; }

    /// <summary>Where a key stands, such as "release.archive"; of the nearest key above it when it is not in the file,
    /// else the file's first character.</summary>
    public Position PositionOf(string key)
    {
        for (var path = key; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))])
        {
            if (Positions.TryGetValue(path, out var position))
            {
                return position;
            }
        }

        return new Position(1, 1);
    }

    /// <summary>A problem at a key that only a look outside the file can find, such as an archive that does not exist.
    /// </summary>
    public Problem ProblemAt(string key, string message, bool isWarning)
    {
        var position = PositionOf(key);
        return new Problem
        {
            File = File,
            Line = position.Line,
            Column = position.Column,
            Message = $"{key}: {message}",
            IsWarning = isWarning,
        };
    }
}

/// <summary>What the command line says beside the site file; it wins over the file.</summary>
public sealed record SiteFileOverrides
{
    /// <summary>No override at all.</summary>
    public static SiteFileOverrides None { get; } = new();

    /// <summary>Product in the place of the file's. Default null: the file's.</summary>
    public string? Product { get; init; }

    /// <summary>Release version in the place of the file's. Default null: the file's.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the release archive comes from elsewhere, so that the file's release.archive and release.sha256
    /// do not count. Default: false.</summary>
    public bool ArchiveGiven { get; init; }
}
