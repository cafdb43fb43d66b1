using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Sites.Products;

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

    /// <summary>What the command line put in the place of the file's words.</summary>
    public SiteFileOverrides Overrides => new()
    {
        Product = Message.ProductOverride.Length > 0 ? Message.ProductOverride : null,
        Version = Message.VersionOverride.Length > 0 ? Message.VersionOverride : null,
        ArchiveGiven = true,
    };

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
        List<Sites.Problem> problems = [.. result.Problems];
        var archive = await WithPluginsAsync(
            await OpenAsync(result, problems, cancellation), result, problems, cancellation);
        if (result.Site is not { } site || archive is null || problems.Exists(problem => !problem.IsWarning))
        {
            archive?.Dispose();
            throw new CommandFailure(ExitCode.Usage, Lines(InFileOrder(problems)));
        }

        Warn(result, terminal);
        var message = new SiteFile { Path = path, Text = text };
        if (!result.Positions.ContainsKey("release.version"))
        {
            message.VersionOverride = archive.Version;
            site = site with { Release = site.Release with { Version = archive.Version } };
        }

        return new SiteFileInput(result, site, Describe(archive, message), archive);
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

    /// <summary>Problems as a reader meets them from the top of the file.</summary>
    public static IEnumerable<Sites.Problem> InFileOrder(IEnumerable<Sites.Problem> problems) =>
        problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column);

    private static async Task<SiteFileInput> LoadWithArchiveAsync(
        string path, string text, ArchiveChoice choice, Terminal terminal, CancellationToken cancellation)
    {
        var product = SiteFileReader.Read(path, text, new SiteFileOverrides { ArchiveGiven = true }).Site?.Product;
        var (archive, failure) = await TryOpenAsync(choice.File!, product ?? "moodle", cancellation);
        if (archive is not null && choice.Sha256 is not null
            && !choice.Sha256.Equals(archive.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            failure = $"its SHA-256 is {archive.Sha256}, not {choice.Sha256} as --sha256 says. Get the file again, or "
                + "mend the option.";
        }

        var overrides = new SiteFileOverrides
        {
            Product = product == "sample" ? "moodle" : null,
            Version = archive?.Version,
            ArchiveGiven = true,
        };
        var result = SiteFileReader.Read(path, text, overrides);
        if (failure is null)
        {
            List<Sites.Problem> problems = [];
            archive = await WithPluginsAsync(archive, result, problems, cancellation);
            failure = problems.Count > 0 ? Lines(problems) : null;
        }

        if (result.Site is not { } site || archive is null || failure is not null)
        {
            archive?.Dispose();
            IEnumerable<string> lines = result.Problems.Select(problem => $"{problem}");
            throw new CommandFailure(
                ExitCode.Usage,
                string.Join(
                    Environment.NewLine,
                    failure is null ? lines : lines.Append($"Cannot use the archive {choice.File}: {failure}")));
        }

        Warn(result, terminal);
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

    private static void Warn(SiteFileResult result, Terminal terminal)
    {
        foreach (var warning in result.Problems)
        {
            terminal.Error.WriteLine(warning);
        }
    }

    // The archive that the site file names; what is wrong with it goes to the other problems.
    private static async Task<ReleaseArchive?> OpenAsync(
        SiteFileResult result, List<Sites.Problem> problems, CancellationToken cancellation)
    {
        if (result.Release is not { Archive: { } named } release)
        {
            return null;
        }

        var path = ArchivePath(result.File, named);
        var (archive, failure) = Path.Exists(path)
            ? await TryOpenAsync(path, result.Product ?? "moodle", cancellation)
            : (null, "there is no such file. Put it there, or give --archive FILE.");
        if (archive is null)
        {
            problems.Add(result.ProblemAt("release.archive", $"cannot use {path}: {failure}", isWarning: false));
            return null;
        }

        if (release.Sha256 is { } wanted && wanted != archive.Sha256)
        {
            problems.Add(result.ProblemAt(
                "release.sha256",
                $"the archive has the SHA-256 {archive.Sha256}. Get the file again, or write this one.",
                isWarning: false));
        }

        if (result.Positions.ContainsKey("release.version") && Family(release.Version) != Family(archive.Version))
        {
            problems.Add(result.ProblemAt(
                "release.version",
                $"the archive holds {archive.Version}. Write this, or name another archive.",
                isWarning: false));
        }

        return archive;
    }

    // The release and the plugins that the site file names, as one; what is wrong with them goes to the other problems.
    private static async Task<ReleaseArchive?> WithPluginsAsync(
        ReleaseArchive? archive, SiteFileResult result, List<Sites.Problem> problems, CancellationToken cancellation)
    {
        var specs = result.Release?.Plugins ?? [];
        if (archive is null || specs.Count == 0)
        {
            return archive;
        }

        var plugins = new List<PluginArchive>();
        for (var index = 0; index < specs.Count; index++)
        {
            var path = ArchivePath(result.File, specs[index].Archive);
            try
            {
                plugins.Add(PluginArchive.Open(path, specs[index]));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                problems.Add(result.ProblemAt(
                    $"release.plugins[{index}]", $"cannot use {path}: {failure.Message}", isWarning: false));
            }
        }

        if (plugins.Count < specs.Count)
        {
            return archive;
        }

        try
        {
            var format = (Products.ByName(result.Product ?? "moodle") ?? Products.ByName("moodle")!).Release;
            var merged = await archive.WithPluginsAsync(plugins, format, cancellation);
            archive.Dispose();
            return merged;
        }
        catch (InvalidDataException failure)
        {
            problems.Add(result.ProblemAt("release.plugins", failure.Message, isWarning: false));
            return archive;
        }
    }

    private static async Task<(ReleaseArchive? Archive, string? Failure)> TryOpenAsync(
        string path, string product, CancellationToken cancellation)
    {
        try
        {
            var format = (Products.ByName(product) ?? Products.ByName("moodle")!).Release;
            return (await ReleaseArchive.OpenAsync(path, format, cancellation), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (null, failure.Message);
        }
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
}

/// <summary>What --archive and --sha256 say; null: not given.</summary>
internal sealed record ArchiveChoice(string? File, string? Sha256);
