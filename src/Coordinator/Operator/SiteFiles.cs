using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>Reads the site file of a request. The coordinator trusts its own reading, not the client's.</summary>
internal sealed class SiteFiles(ArtifactFolder artifacts, ServeSettings settings)
{
    /// <summary>The site and its release archive, or what is wrong.</summary>
    /// <param name="file">As sent.</param>
    /// <param name="needsContent">Whether the archive has to be here; a plan is possible before the upload.</param>
    public SiteReading Read(SiteFile file, bool needsContent)
    {
        bool isArchiveGiven = file.ArchiveSha256.Length > 0;
        SiteFileResult result = SiteFileReader.Read(file.Path, file.Text, new SiteFileOverrides
        {
            Product = file.ProductOverride.Length > 0 ? file.ProductOverride : null,
            Version = file.VersionOverride.Length > 0 ? file.VersionOverride : null,
            ArchiveGiven = isArchiveGiven,
        });
        List<MoodleNodeAgent.Sites.Problem> problems = [.. result.Problems];
        string sha256 = isArchiveGiven ? file.ArchiveSha256 : result.Site?.Release.Sha256 ?? "";
        long? present = artifacts.SizeOf(sha256);
        if (result.Site is not null && !ArtifactFolder.IsSha256(sha256))
        {
            problems.Add(result.ProblemAt(
                "release.archive", "the request names no archive. Send it with moodlectl, which uploads it first.", false));
        }
        else if (result.Site is not null && needsContent && present is null)
        {
            problems.Add(result.ProblemAt(
                "release.archive", $"the coordinator does not have archive {sha256}. Upload it first.", false));
        }
        else if (present is { } size && file.ArchiveSize != 0 && file.ArchiveSize != size)
        {
            problems.Add(result.ProblemAt(
                "release.archive",
                $"the archive has {size} bytes, the request says {file.ArchiveSize}. Upload it again.",
                false));
        }

        bool isUsable = result.Site is not null && problems.TrueForAll(problem => problem.IsWarning);
        return new SiteReading(
            isUsable ? OnProfile(result.Site!) : null,
            new Artifact(sha256, present ?? file.ArchiveSize),
            [.. problems.Select(ToMessage)],
            found => ToMessage(result.ProblemAt(found.Key, found.Message, false)));
    }

    // The coordinator's own command line wins: the operator's profiles are not the coordinator's.
    private Site OnProfile(Site site) =>
        settings.OciProfile is { } profile ? site with { Cloud = site.Cloud with { Profile = profile } } : site;

    private static Protocol.Operator.V1.Problem ToMessage(MoodleNodeAgent.Sites.Problem problem) => new()
    {
        File = problem.File,
        Line = (uint)problem.Line,
        Column = (uint)problem.Column,
        Message = problem.Message,
        IsWarning = problem.IsWarning,
    };
}

/// <summary>What a request's site file says.</summary>
/// <param name="Site">Null: there is a problem that is not a mere warning.</param>
/// <param name="Artifact">The release archive.</param>
/// <param name="Problems">Problems and warnings.</param>
/// <param name="Place">Puts a problem that the cloud told to its place in the file.</param>
internal sealed record SiteReading(
    Site? Site, Artifact Artifact, IReadOnlyList<Protocol.Operator.V1.Problem> Problems,
    Func<SiteFileProblem, Protocol.Operator.V1.Problem> Place);
