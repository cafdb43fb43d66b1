using System.Globalization;
using MoodleNodeAgent.LocalCloud.Hosts;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Packaging;

/// <summary>Two booted hosts, and the packages as packaging/build.sh makes them: two releases of the agent in a signed
/// repository, which lies in both hosts. The programs are compiled once for all that run the tests.</summary>
public sealed class PackageHosts : IAsyncLifetime
{
    internal const string Repository = "/srv/packages";
    internal const string Version = "0.1.0";

    internal HostsFixture Cloud { get; } = new();

    internal CommandRunner Commands { get; } = new();

    /// <summary>Where the packages are made.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("mna-packages-").FullName;

    /// <summary>Top folder of the checkout.</summary>
    internal static string Root { get; } = FindRoot();

    private static string Architecture => "x86_64";

    public async Task InitializeAsync()
    {
        await Task.WhenAll(Cloud.InitializeAsync(), MakeRepositoryAsync());
        foreach (var host in (string[])["web-1", "web-2"])
        {
            await CopyAsync(host, Folder, Repository);
            await WriteAsync(host, "/etc/yum.repos.d/agent.repo", RepositoryFile(Repository, checkMetadata: true));
        }
    }

    public async Task DisposeAsync()
    {
        await Cloud.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs a script of packaging/ in a checkout.</summary>
    internal async Task BuildAsync(string root, string script, int release, bool cached, params string[] arguments) =>
        await Commands.RunAsync("env",
        [
            string.Create(CultureInfo.InvariantCulture, $"MNA_RELEASE={release}"),
            "MNA_BUILD_CACHE=" + (cached ? Path.Combine(HostsFixture.Cache, "packages") : ""),
            Path.Combine(root, "packaging", script), .. arguments,
        ], CancellationToken.None);

    /// <summary>File name of a release of the agent.</summary>
    internal static string AgentFile(int release) =>
        string.Create(CultureInfo.InvariantCulture, $"moodle-node-agent-{Version}-{release}.{Architecture}.rpm");

    internal async Task CopyAsync(string host, string from, string to)
    {
        var target = Path.Combine(RootOf(host), to.TrimStart('/'));
        Directory.CreateDirectory(target);
        await Commands.RunAsync("cp", ["-rT", from, target], CancellationToken.None);
    }

    internal async Task WriteAsync(string host, string path, string content) =>
        await File.WriteAllTextAsync(Path.Combine(RootOf(host), path.TrimStart('/')), content);

    internal static string RepositoryFile(string folder, bool checkMetadata) =>
        $"""
        [agent]
        name=Agent
        baseurl=file://{folder}
        gpgcheck=1
        repo_gpgcheck={(checkMetadata ? 1 : 0)}
        gpgkey=file://{Repository}/RPM-GPG-KEY-moodle-node-agent
        metadata_expire=0

        """;

    private async Task MakeRepositoryAsync()
    {
        foreach (var release in (int[])[1, 2])
        {
            await BuildAsync(Root, "build.sh", release, cached: true, "--agent", "--arch", Architecture, Folder);
        }
    }

    private string RootOf(string host) =>
        Path.Combine(Cloud.State.Hosts, Cloud.State.NameFor($"ocid1.instance.oc1.test.{host}"), "root");

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MoodleNodeAgent.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No folder above the tests has the solution.");
    }
}
