using System.Globalization;
using System.Text;
using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;

namespace MoodleNodeAgent.Cli.Import;

/// <summary>The site file of a site that was there before.</summary>
internal static class ImportedSiteFile
{
    private const string UsualMount = "/var/www/moodledata";

    /// <summary>The whole text; a plan of it changes nothing of what was found.</summary>
    public static string Write(string site, Account account, FoundCompartment compartment, FoundSite found)
    {
        var shape = found.Servers[0].Instance;
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"# A site that was there before, found by moodlectl import. What stands under adopt is used as it is: its");
        Line($"# settings are never changed and it is never deleted. Next: moodlectl plan FILE.");
        Line($"site: {site}");
        Line($"product: moodle");
        Line($"release:");
        Line($"  version: \"4.5\"                   # write the one that runs");
        Line($"  archive: moodle-latest-405.tgz   # the same release, from https://download.moodle.org, beside this file");
        Line($"");
        Line($"cloud:");
        Line($"  provider: oci");
        Line($"  profile: {account.Profile}");
        Line($"  compartment: {compartment.Id}   # {compartment.Path}");
        Line($"  region: {account.Region}");
        Line($"");
        Line($"network:");
        Line($"  cidr: {found.Vcn.CidrBlocks?[0]}");
        Line($"  public: {found.Public.CidrBlock}");
        Line($"  nodes: {found.Nodes.CidrBlock}");
        Line($"  database: {found.Database.CidrBlock}");
        Line($"");
        Line($"nodes:");
        Line($"  count: {found.Servers.Count}");
        Line($"  shapes: [{string.Join(", ", found.Servers.Select(server => server.Instance.Shape).Distinct())}]");
        Line($"  ocpus: {shape.ShapeConfig?.Ocpus ?? 1}");
        Line($"  memory_gb: {shape.ShapeConfig?.MemoryInGBs ?? 6}");
        Line($"");
        Line($"database:");
        Line($"  version: \"{Family(found.DbSystem.MysqlVersion)}\"");
        Line($"  shape: {found.DbSystem.ShapeName}");
        Line($"  high_availability: {(found.DbSystem.IsHighlyAvailable == true ? "true" : "false")}");
        Line($"  storage_gb: {found.DbSystem.DataStorageSizeInGBs ?? 100}");
        Line($"  replicas: {found.Replicas.Count}");
        Line($"");
        Line($"storage:");
        Line($"  export: {found.Storage?.Export.Path ?? "/moodledata"}");
        Line($"  mount: {UsualMount}");
        Line($"");
        WriteBalancer(Line, found.Balancer);
        Line($"");
        WriteAdopted(Line, found);
        return text.ToString();
    }

    private static void WriteBalancer(Action<FormattableString> line, NetworkLoadBalancer? balancer)
    {
        line($"balancer:");
        if (balancer is null)
        {
            line($"  listeners: [80]");
            line($"  health: site");
            return;
        }

        var check = balancer.BackendSets?.Values.FirstOrDefault()?.HealthChecker;
        line($"  listeners: [{string.Join(", ", Listeners(balancer).Select(listener => listener.Port))}]");
        if (check?.UrlPath is { } path)
        {
            line($"  health: {{ path: {path}, status: {check.ReturnCode ?? 200} }}");
        }
        else
        {
            line($"  health: site   # the balancer only connects; a health check by HTTP says more");
        }
    }

    private static void WriteAdopted(Action<FormattableString> line, FoundSite found)
    {
        line($"adopt:");
        line($"  network/vcn: {found.Vcn.Id}");
        line($"  network/subnet-public: {found.Public.Id}");
        line($"  network/subnet-nodes: {found.Nodes.Id}");
        line($"  network/subnet-database: {found.Database.Id}");
        for (var index = 0; index < found.Servers.Count; index++)
        {
            line($"  node/web-{index + 1}/instance: {found.Servers[index].Instance.Id}   # {found.Servers[index].Instance.DisplayName}");
        }

        line($"  database/system: {found.DbSystem.Id}");
        for (var index = 0; index < found.Replicas.Count; index++)
        {
            line($"  database/replica-{index + 1}: {found.Replicas[index].Id}");
        }

        if (found.Storage is { } storage)
        {
            line($"  storage/file-system: {storage.FileSystemId}");
            line($"  storage/mount-target: {storage.MountTarget.Id}");
            line($"  storage/export: {storage.Export.Id}");
        }

        if (found.Balancer is { } balancer)
        {
            line($"  balancer/nlb: {balancer.Id}");
            foreach (var listener in Listeners(balancer))
            {
                line($"  balancer/set-{listener.Port}: {listener.DefaultBackendSetName}");
            }
        }
    }

    private static IEnumerable<Listener> Listeners(NetworkLoadBalancer balancer) =>
        (balancer.Listeners?.Values ?? []).OrderBy(listener => listener.Port);

    // Sample: "8.4.6" is of the family 8.4, "9.1.0" of 9.
    private static string Family(string? version)
    {
        var parts = (version ?? "8.4").Split('.', '-');
        return parts[0] == "8" && parts.Length > 1 ? $"{parts[0]}.{parts[1]}" : parts[0];
    }
}
