using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.ObjectStorage;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>A file that the control host fetches.</summary>
/// <param name="Name">Path below the folder of packages, such as "repodata/repomd.xml".</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
internal sealed record PackageFile(string Name, string Sha256);

/// <summary>The RPMs of coordinator and agent with the agent's repository, in the site's bucket.</summary>
internal sealed partial class PackagesStep : Step
{
    /// <summary>How the objects' names begin.</summary>
    public const string Folder = "packages/";

    private const string Sha256 = "sha256";

    private readonly ControlBucket bucket;
    private readonly CloudSite cloud;
    private readonly string? folder;

    public PackagesStep(CloudSite cloud, string? folder, Output<string> bucketName, Output<bool> claim)
        : base(ControlSteps.Packages)
    {
        this.cloud = cloud;
        this.folder = folder;
        bucket = new ControlBucket(cloud);
        Uses(bucketName);
        Uses(claim);
        Files = Produces<IReadOnlyList<PackageFile>>("files");
    }

    /// <summary>All files.</summary>
    public Output<IReadOnlyList<PackageFile>> Files { get; }

    public override TimeSpan Expected => TimeSpan.FromSeconds(20);

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        var files = await ReadAsync(cancellation);
        var missing = await MissingAsync(files, cancellation);
        Files.Set(files);
        return missing.Count == 0 ? Observation.Nothing
            : missing.Count == files.Count ? Observation.Missing
            : Observation.Of([.. missing.Select(file => new Difference(file.Name, "", file.Sha256[..12]))]);
    }

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        var place = await bucket.NamespaceAsync(cancellation);
        foreach (var file in await MissingAsync(Files.Read(), cancellation))
        {
            var path = Path.Combine(folder!, file.Name);
            await using var content = File.OpenRead(path);
            context.Report(string.Create(
                CultureInfo.InvariantCulture, $"{file.Name} ({content.Length / 1e6:0.0} MB)"));
            await cloud.Clients.ObjectStorage.PutObjectAsync(
                place, bucket.Name, Folder + file.Name, content,
                new PutObjectOptions { OpcMeta = new Dictionary<string, string> { [Sha256] = file.Sha256 } }, cancellation);
        }
    }

    private async Task<IReadOnlyList<PackageFile>> MissingAsync(
        IReadOnlyList<PackageFile> files, CancellationToken cancellation)
    {
        var place = await bucket.NamespaceAsync(cancellation);
        var missing = new List<PackageFile>();
        foreach (var file in files)
        {
            try
            {
                var head = await cloud.Clients.ObjectStorage.HeadObjectAsync(
                    place, bucket.Name, Folder + file.Name, null, cancellation);
                if (head.Metadata.GetValueOrDefault(Sha256) != file.Sha256)
                {
                    missing.Add(file);
                }
            }
            catch (OciException failure) when (failure.IsNotFound)
            {
                missing.Add(file);
            }
        }

        return missing;
    }

    private async Task<IReadOnlyList<PackageFile>> ReadAsync(CancellationToken cancellation)
    {
        var files = new List<PackageFile>();
        foreach (var name in Names())
        {
            await using var content = File.OpenRead(Path.Combine(folder!, name));
            files.Add(new PackageFile(name, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation))));
        }

        return files;
    }

    private IReadOnlyList<string> Names()
    {
        var names = folder is null || !Directory.Exists(folder) ? [] : Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path)).Where(name => Wanted().IsMatch(name))
            .Order(StringComparer.Ordinal).ToList();
        foreach (var needed in (string[])["moodle-coordinator-", "moodle-node-agent-", "repodata/repomd.xml"])
        {
            if (!names.Exists(name => name.StartsWith(needed, StringComparison.Ordinal)))
            {
                throw new FileNotFoundException(
                    $"There is no {needed}* in {folder ?? "(no folder)"}, which the control host needs. Build the packages with "
                    + "packaging/build.sh and name its folder with --packages.");
            }
        }

        return names;
    }

    [GeneratedRegex(
        @"\A((moodle-coordinator|moodle-node-agent)-[A-Za-z0-9._+~-]+\.rpm|repodata/[A-Za-z0-9._-]+|"
        + @"RPM-GPG-KEY-moodle-node-agent)\z")]
    private static partial Regex Wanted();
}
