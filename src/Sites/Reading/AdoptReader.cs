using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads the section adopt: steps whose resource is there already, by path.</summary>
internal static partial class AdoptReader
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["network/vcn"] = "vcn",
        ["network/subnet-public"] = "subnet",
        ["network/subnet-nodes"] = "subnet",
        ["network/subnet-database"] = "subnet",
        ["storage/file-system"] = "filesystem",
        ["storage/mount-target"] = "mounttarget",
        ["storage/export"] = "export",
        ["database/system"] = "mysqldbsystem",
        ["balancer/nlb"] = "networkloadbalancer",
    };

    // What stands in an adopted VCN and what stands on an adopted resource.
    private static readonly (string Key, string Needs)[] Together =
    [
        ("network/vcn", "network/subnet-public"), ("network/vcn", "network/subnet-nodes"),
        ("network/vcn", "network/subnet-database"), ("network/subnet-public", "network/vcn"),
        ("network/subnet-nodes", "network/vcn"), ("network/subnet-database", "network/vcn"),
        ("storage/mount-target", "network/vcn"), ("storage/export", "storage/file-system"),
        ("storage/export", "storage/mount-target"), ("database/system", "network/vcn"), ("balancer/nlb", "network/vcn"),
    ];

    /// <param name="adopt">The section.</param>
    /// <param name="nodes">Nodes of the site.</param>
    /// <param name="database">Database of the site.</param>
    /// <param name="cloud">Its cloud.</param>
    /// <param name="network">What stands in the section network in the same sense.</param>
    public static IReadOnlyDictionary<string, string> Read(
        Section adopt, NodesSpec nodes, DatabaseSpec database, CloudSpec cloud,
        IReadOnlyDictionary<string, string> network)
    {
        var adopted = new SortedDictionary<string, string>(network.ToDictionary(), StringComparer.Ordinal);
        foreach (var key in adopt.Keys)
        {
            if (adopt.Text(key) is not { } value)
            {
                continue;
            }

            adopted[key] = value;
            if (BackendSet().IsMatch(key))
            {
                continue;
            }

            if (KindOf(key, nodes, database) is not { } kind)
            {
                adopt.Report(
                    key,
                    "this version adopts no such thing. Write one of: " + string.Join(", ", Kinds.Keys)
                    + ", node/web-1/instance, database/replica-1, balancer/set-80.");
            }
            else
            {
                ExistingResource.Check(adopt, key, value, kind, cloud);
            }
        }

        foreach (var (key, needs) in Together)
        {
            if (adopt.Keys.Contains(key) && !adopted.ContainsKey(needs))
            {
                adopt.Report(key, $"this needs {needs} beside it. Add it.");
            }
        }

        return adopted.Count == 0 ? System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty : adopted;
    }

    private static string? KindOf(string key, NodesSpec nodes, DatabaseSpec database) =>
        Kinds.TryGetValue(key, out var kind) ? kind
        : nodes.Names.Any(node => key == $"node/{node}/instance") ? "instance"
        : Enumerable.Range(1, database.Replicas).Any(number => key == $"database/replica-{number}") ? "mysqlreplica"
        : null;

    [GeneratedRegex(@"\Abalancer/set-[0-9]{1,5}\z")]
    private static partial Regex BackendSet();
}
