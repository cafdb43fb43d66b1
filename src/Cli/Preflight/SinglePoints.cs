using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>What stands only once in this site, so that its loss stops the site.</summary>
internal static class SinglePoints
{
    /// <param name="site">The site.</param>
    /// <param name="domains">Availability domains of the region; empty: not known.</param>
    public static IEnumerable<Finding> Of(Site site, IReadOnlyList<string> domains)
    {
        yield return Point(
            $"the file system and its mount target live in one availability domain{(domains.Count > 0 ? $" ({domains[0]})" : "")}",
            "OCI has no other kind. Copies elsewhere: File Storage replication, or snapshots.");
        if (domains.Count == 1)
        {
            yield return Point(
                $"the region has one availability domain; nodes and database members spread over its fault domains",
                "A region with three availability domains survives more.");
        }

        if (!site.Database.HighAvailability)
        {
            yield return Point("the database has one member", "Set database.high_availability: true.");
        }

        if (site.Nodes.Count == 1)
        {
            yield return Point("there is one web server", "Set nodes.count to 2 or more.");
        }
    }

    private static Finding Point(string text, string remedy) => new("single point", Verdict.Warning, text, remedy);
}
