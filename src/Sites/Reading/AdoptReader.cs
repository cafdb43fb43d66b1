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

    public static IReadOnlyDictionary<string, string> Read(Section adopt, NodesSpec nodes, DatabaseSpec database)
    {
        var adopted = new SortedDictionary<string, string>(StringComparer.Ordinal);
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
            else if (!value.StartsWith($"ocid1.{kind}.", StringComparison.Ordinal))
            {
                adopt.Report(key, $"{Section.Quote(value)} is no OCID of a {kind}. Write one such as ocid1.{kind}.oc1..UNIQUE");
            }
        }

        foreach (var (key, needs) in Together)
        {
            if (adopted.ContainsKey(key) && !adopted.ContainsKey(needs))
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
