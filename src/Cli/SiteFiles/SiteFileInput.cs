using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.SiteFiles;

/// <summary>A site file as the operator gave it, with its release archive: what goes to the coordinator.</summary>
internal sealed class SiteFileInput : IDisposable
{
    private SiteFileInput(SiteFileResult result, Site site, SiteFile message, ReleaseArchive archive)
    {
        Result = result;
        Site = site;
        Message = message;
        Archive = archive;
    }

    public SiteFileResult Result { get; }

    public Site Site { get; }

    public SiteFile Message { get; }

    public ReleaseArchive Archive { get; }

    public void Dispose() => Archive.Dispose();

    /// <summary>Reads and checks all; prints what the command line puts in the place of the file's words.</summary>
    /// <exception cref="CommandFailure">Something is wrong; all problems are in the message.</exception>
    public static async Task<SiteFileInput> LoadAsync(
        string path, ArchiveChoice choice, Terminal terminal, CancellationToken cancellation)
    {
        var text = await ReadTextAsync(path, cancellation);
        if (choice.File is not null)
        {
            return await LoadWithArchiveAsync(path, text, choice, terminal, cancellation);
        }

        if (choice.Sha256 is not null)
        {
            throw new CommandFailure(ExitCode.Usage, "--sha256 belongs to --archive. Give both, or write release.sha256.");
        }

        var result = SiteFileReader.Read(path, text);
        var site = SiteOf(result, terminal);
        var archive = await OpenAsync(result, site, cancellation);
        return Checked(result, site, archive, new SiteFile { Path = path, Text = text });
    }

    /// <summary>Path of the archive that the site file names, which is relative to the site file.</summary>
    public static string ArchivePath(string siteFile, string archive) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(siteFile))!, archive);

    /// <summary>The text of a site file.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static async Task<string> ReadTextAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"Cannot read the site file {path}: {failure.Message}");
        }
    }

    /// <summary>One line for each problem.</summary>
    public static string Lines(IEnumerable<Sites.Problem> problems) => string.Join(Environment.NewLine, problems);

    private static async Task<SiteFileInput> LoadWithArchiveAsync(
        string path, string text, ArchiveChoice choice, Terminal terminal, CancellationToken cancellation)
    {
        var archive = await OpenAsync(choice.File!, cancellation);
        if (choice.Sha256 is not null && !choice.Sha256.Equals(archive.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandFailure(
                ExitCode.Usage,
                $"{choice.File}: its SHA-256 is {archive.Sha256}, not {choice.Sha256} as --sha256 says. Get the file again, or "
                + "mend the option.");
        }

        var product = SiteFileReader.Read(path, text, new SiteFileOverrides { ArchiveGiven = true }).Site?.Product;
        var overrides = new SiteFileOverrides
        {
            Product = product == "sample" ? "moodle" : null,
            Version = archive.Version,
            ArchiveGiven = true,
        };
        var result = SiteFileReader.Read(path, text, overrides);
        var site = SiteOf(result, terminal);
        terminal.Output.WriteLine(
            $"--archive: {site.Product} {archive.Version} from {choice.File} takes the place of "
            + $"{(overrides.Product is null ? "the release" : $"product {product} and its release")} in {path}.");
        return new SiteFileInput(result, site, Describe(archive, new SiteFile
        {
            Path = path,
            Text = text,
            ProductOverride = overrides.Product ?? "",
            VersionOverride = archive.Version,
        }), archive);
    }

    private static Site SiteOf(SiteFileResult result, Terminal terminal)
    {
        if (result.Site is not { } site)
        {
            throw new CommandFailure(ExitCode.Usage, Lines(result.Problems));
        }

        foreach (var warning in result.Problems)
        {
            terminal.Error.WriteLine(warning);
        }

        return site;
    }

    private static async Task<ReleaseArchive> OpenAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await ReleaseArchive.OpenAsync(path, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailure(ExitCode.Usage, $"Cannot use the archive {path}: {failure.Message}");
        }
    }

    private static async Task<ReleaseArchive> OpenAsync(
        SiteFileResult result, Site site, CancellationToken cancellation)
    {
        var path = ArchivePath(result.File, site.Release.Archive!);
        if (!Path.Exists(path))
        {
            throw Failure(result, "release.archive", $"there is no file {path}. Put it there, or give --archive FILE.");
        }

        try
        {
            return await ReleaseArchive.OpenAsync(path, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Failure(result, "release.archive", $"{path} cannot be used: {failure.Message}");
        }
    }

    private static SiteFileInput Checked(SiteFileResult result, Site site, ReleaseArchive archive, SiteFile message)
    {
        if (site.Release.Sha256 is { } wanted && wanted != archive.Sha256)
        {
            throw Failure(
                result,
                "release.sha256",
                $"the archive has the SHA-256 {archive.Sha256}. Get the file again, or write this one.");
        }

        var isVersionGiven = result.Positions.ContainsKey("release.version");
        if (isVersionGiven && Family(site.Release.Version) != Family(archive.Version))
        {
            throw Failure(
                result, "release.version", $"the archive holds {archive.Version}. Write this, or name another archive.");
        }

        if (!isVersionGiven)
        {
            message.VersionOverride = archive.Version;
            site = site with { Release = site.Release with { Version = archive.Version } };
        }

        return new SiteFileInput(result, site, Describe(archive, message), archive);
    }

    private static SiteFile Describe(ReleaseArchive archive, SiteFile message)
    {
        message.ArchiveSha256 = archive.Sha256;
        message.ArchiveSize = archive.Size;
        return message;
    }

    // "4.5.2" and "4.5" are of one family; layout and needs change between families only.
    private static string Family(string version) =>
        string.Concat(version.TakeWhile(character => char.IsAsciiDigit(character) || character == '.'))
            .Split('.') is [var major, var minor, ..] ? $"{major}.{minor}" : version;

    private static CommandFailure Failure(SiteFileResult result, string key, string message) =>
        new(ExitCode.Usage, $"{result.ProblemAt(key, message, isWarning: false)}");
}

/// <summary>What --archive and --sha256 say; null: not given.</summary>
internal sealed record ArchiveChoice(string? File, string? Sha256);
