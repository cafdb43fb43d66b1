using System.Globalization;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>A report with the moments between which it was asked for, in seconds since 1970 by our clock.</summary>
internal sealed record TimedReport(NodeReport Report, double Asked, double Answered);

/// <summary>Judges what the nodes report by the rules that make a cluster work. Pure.</summary>
internal static class Doctor
{
    private const string Apply = "moodlectl apply FILE";
    private const double MostSkewSeconds = 1;
    private const int LeastInputVars = 5000;

    private static readonly string[] Extensions =
    [
        "curl", "dom", "gd", "iconv", "intl", "mbstring", "mysqli", "openssl", "simplexml", "sodium", "xmlreader", "zip",
    ];

    /// <summary>All rules over all nodes.</summary>
    /// <param name="archiveSha256">Release that was applied.</param>
    /// <param name="reports">Of every node that is connected, each asked after all had left the word.</param>
    /// <param name="word">What each node left in the shared storage.</param>
    /// <param name="replicas">The lag guard's standings.</param>
    public static IEnumerable<Finding> Judge(
        string archiveSha256, IReadOnlyList<TimedReport> reports, string word, IReadOnlyList<ReplicaStanding> replicas)
    {
        var all = reports.Select(timed => timed.Report).ToList();
        foreach (var (report, asked, answered) in reports.Select(timed => (timed.Report, timed.Asked, timed.Answered)))
        {
            yield return Clock(report, asked, answered);
            foreach (var finding in Storage(report, all, word).Concat(Code(report, archiveSha256)).Concat(Php(report))
                .Concat(Work(report, asked, replicas)))
            {
                yield return finding;
            }
        }

        foreach (var finding in Agreement(all).Concat(replicas.Select(Replica)))
        {
            yield return finding;
        }
    }

    private static Finding Clock(NodeReport report, double asked, double answered)
    {
        // The report was made at some moment between question and answer.
        var skew = report.Time < asked ? report.Time - asked : report.Time > answered ? report.Time - answered : 0;
        return Rule(
            "clock", report.Node, Math.Abs(skew) <= MostSkewSeconds,
            Math.Abs(skew) <= MostSkewSeconds ? "within 1 s of the coordinator's"
                : string.Create(CultureInfo.InvariantCulture, $"{skew:+0.0;-0.0} s off: sessions and caches end too early or late"),
            "systemctl restart chronyd (on the node)");
    }

    private static IEnumerable<Finding> Storage(NodeReport report, IReadOnlyList<NodeReport> all, string word)
    {
        if (report.Mount is not { } mount)
        {
            yield return Rule("mount", report.Node, false, "the shared storage is not mounted", Apply);
            yield break;
        }

        var hard = !mount.Options.Split(',').Any(option => option is "soft" or "nolock");
        yield return Rule(
            "mount", report.Node, hard && report.MountWritable,
            !report.MountWritable ? "the web user cannot write to the shared storage"
                : hard ? $"{mount.Type} is mounted hard" : $"mounted with {mount.Options}: data may be lost without a word",
            Apply);
        var lines = report.Fstab;
        var right = lines.Count == 1 && lines[0].Contains("_netdev", StringComparison.Ordinal)
            && lines[0].Contains("nofail", StringComparison.Ordinal);
        yield return Rule(
            "fstab", report.Node, right,
            right ? "one line, with _netdev and nofail" : $"{lines.Count} lines for the mount point, or without _netdev and nofail",
            Apply);
        var missing = all.Where(other => other.Mount is not null && report.Words.GetValueOrDefault(other.Node) != word)
            .Select(other => other.Node).ToList();
        yield return Rule(
            "shared", report.Node, missing.Count == 0,
            missing.Count == 0 ? "finds what every node wrote" : $"does not find what {string.Join(", ", missing)} just wrote",
            Apply);
    }

    private static IEnumerable<Finding> Code(NodeReport report, string archiveSha256)
    {
        var current = report.Code.Release.Contains(archiveSha256, StringComparison.Ordinal);
        yield return Rule(
            "code", report.Node, current, current ? "the release that was applied" : $"another release: {report.Code.Release}",
            Apply);
        yield return Rule(
            "code-read-only", report.Node, !report.Code.Writable,
            report.Code.Writable ? "the web user can write to the code: an intruder's pages would run" : "read-only for the web user",
            "chown -R root:root " + report.Code.Path + "/ (on the node)");
        var same = report.Config.Sha256 == report.Config.Expected && report.Config.Sha256.Length > 0;
        yield return Rule(
            "config", report.Node, same, same ? "as applied" : "changed by hand, or not readable for the web user", Apply);
        var closed = report.Config.Mode == "640";
        yield return Rule(
            "config-mode", report.Node, closed,
            closed ? "0640" : $"0{report.Config.Mode}: the database's password is in it", Apply);
    }

    private static IEnumerable<Finding> Php(NodeReport report)
    {
        var missing = Extensions.Except(report.Php.Extensions).ToList();
        yield return Rule(
            "php", report.Node, missing.Count == 0,
            missing.Count == 0 ? $"PHP {report.Php.Version} with all extensions"
                : $"PHP {report.Php.Version} lacks {string.Join(", ", missing)}",
            Apply);
        var inputs = report.Ini.TryGetValue("max_input_vars", out var value) && value.TryGetInt32(out var number) ? number : 0;
        yield return Rule(
            "max-input-vars", report.Node, inputs >= LeastInputVars,
            string.Create(CultureInfo.InvariantCulture, $"{inputs} for programs, {LeastInputVars} are needed"), Apply);
    }

    private static IEnumerable<Finding> Work(NodeReport report, double now, IReadOnlyList<ReplicaStanding> replicas)
    {
        yield return new Finding
        {
            Rule = "maintenance",
            Node = report.Node,
            Grade = report.Maintenance ? FindingGrade.Warning : FindingGrade.Right,
            Message = report.Maintenance ? "users get the maintenance page" : "open",
            Remedy = report.Maintenance ? "moodlectl maintenance off" : "",
        };
        yield return Rule(
            "cron", report.Node, report.Timers.Count > 0,
            report.Timers.Count > 0 ? string.Join(", ", report.Timers) : "nothing runs by the clock here", "moodlectl cron on");
        if (replicas.Any(replica => replica.IsUsed))
        {
            var held = report.Replicas is { } lease && lease.Until > now && lease.Replicas.Count > 0;
            yield return Rule(
                "read-lease", report.Node, held,
                held ? $"reads from {report.Replicas!.Replicas.Count} replicas" : "reads from the primary: no lease came",
                "systemctl restart moodle-node-agent-link (on the node)");
        }
    }

    private static IEnumerable<Finding> Agreement(IReadOnlyList<NodeReport> all)
    {
        yield return Same("uid", all, report => report.User.Uid.ToString(CultureInfo.InvariantCulture), "the web user's uid");
        yield return Same("dirroot", all, report => report.Code.Path, "the path of the code");
        yield return Same("same-code", all, report => report.Code.Release, "the release");
        yield return Same("same-config", all, report => report.Config.Sha256, "the configuration");
        yield return Same("same-php", all, report => report.Php.Version, "the version of PHP");
    }

    private static Finding Same(
        string rule, IReadOnlyList<NodeReport> all, Func<NodeReport, string> of, string what)
    {
        var groups = all.GroupBy(of).ToList();
        return Rule(
            rule, "", groups.Count <= 1,
            groups.Count <= 1 ? $"{what} is the same on all nodes"
                : $"{what} differs: " + string.Join("; ", groups.Select(group =>
                    $"{group.Key} on {string.Join(", ", group.Select(report => report.Node))}")),
            Apply);
    }

    private static Finding Replica(ReplicaStanding standing) => new()
    {
        Rule = "replica",
        Grade = standing.IsUsed ? FindingGrade.Right : FindingGrade.Warning,
        Message = standing.IsUsed
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{standing.Replica.Address} is read, {standing.Lag?.TotalSeconds ?? 0:0.0} s behind")
            : $"{standing.Replica.Address} is not read: {standing.Reason}",
        Remedy = standing.IsUsed ? "" : "moodlectl status; it comes back by itself when it has caught up",
    };

    private static Finding Rule(string rule, string node, bool right, string message, string remedy) => new()
    {
        Rule = rule,
        Node = node,
        Grade = right ? FindingGrade.Right : FindingGrade.Wrong,
        Message = message,
        Remedy = right ? "" : remedy,
    };
}
