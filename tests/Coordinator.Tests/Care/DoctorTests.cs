using System.Text.Json;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Protocol.Operator.V1;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Care;

[Trait("Feature", "57")]
public sealed class DoctorTests
{
    private const string Release = "aaaa";
    private const string Word = "word";

    private static readonly ReplicaStanding Replica = new(new Endpoint("10.0.2.5", 3306), true, TimeSpan.Zero, "");

    private static readonly NodeReport Good = NodeReport.Read(
        "web-1",
        """
        {"node":"web-1","time":1000.5,"user":{"name":"apache","uid":48},
         "mount":{"type":"nfs","source":"10.0.1.2:/moodledata","options":"rw,nosuid,hard"},
         "fstab":["10.0.1.2:/moodledata /var/www/moodledata nfs defaults,_netdev,nofail,nosuid 0 0"],
         "words":{"web-1":"word","web-2":"word"},"mountWritable":true,
         "code":{"path":"/var/www/moodle","release":".releases/aaaa/moodle","writable":false},
         "config":{"sha256":"c","expected":"c","mode":"640"},
         "php":{"version":"8.3.1","extensions":["curl","dom","gd","iconv","intl","mbstring","mysqli","openssl","simplexml","sodium","xmlreader","zip"]},
         "ini":{"max_input_vars":5000,"memory_limit":"256M"},
         "replicas":{"until":1008,"replicas":[{"host":"10.0.2.5","port":3306}]},
         "maintenance":false,"timers":["mna-moodle-cron.timer"]}
        """);

    [Fact]
    public void A_site_that_is_right_has_no_finding_to_mend()
    {
        var findings = Judge(Good, Good with { Node = "web-2" });

        Assert.All(findings, finding => Assert.Equal(FindingGrade.Right, finding.Grade));
        Assert.All(findings, finding => Assert.Empty(finding.Remedy));
    }

    public static TheoryData<string, string> Faults() => new()
    {
        { "clock", """{"time":1003.5}""" },
        { "mount", """{"mount":null}""" },
        { "mount", """{"mount":{"type":"nfs","source":"x","options":"rw,soft"}}""" },
        { "mount", """{"mountWritable":false}""" },
        { "fstab", """{"fstab":["x /var/www/moodledata nfs defaults 0 0"]}""" },
        { "fstab", """{"fstab":["x y nfs _netdev,nofail 0 0","x y nfs _netdev,nofail 0 0"]}""" },
        { "shared", """{"words":{"web-1":"older","web-2":"word"}}""" },
        { "code", """{"code":{"path":"/var/www/moodle","release":".releases/bbbb/moodle","writable":false}}""" },
        { "code-read-only", """{"code":{"path":"/var/www/moodle","release":".releases/aaaa/moodle","writable":true}}""" },
        { "config", """{"config":{"sha256":"d","expected":"c","mode":"640"}}""" },
        { "config-mode", """{"config":{"sha256":"c","expected":"c","mode":"644"}}""" },
        { "php", """{"php":{"version":"8.3.1","extensions":["curl"]}}""" },
        { "max-input-vars", """{"ini":{"max_input_vars":1000}}""" },
        { "cron", """{"timers":[]}""" },
        { "read-lease", """{"replicas":{"until":999,"replicas":[]}}""" },
        { "uid", """{"user":{"name":"apache","uid":33}}""" },
        { "dirroot", """{"code":{"path":"/srv/moodle","release":".releases/aaaa/moodle","writable":false}}""" },
        { "same-php", """{"php":{"version":"8.2.9","extensions":["sodium"]}}""" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_is_found_with_the_command_that_mends_it(string rule, string change)
    {
        var document = JsonSerializer.SerializeToNode(Good, JsonSerializerOptions.Web)!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject())
        {
            document[name] = value?.DeepClone();
        }

        var findings = Judge(NodeReport.Read("web-1", document.ToJsonString()), Good with { Node = "web-2" });

        var found = findings.Where(finding => finding.Grade == FindingGrade.Wrong).ToList();
        Assert.Contains(rule, found.Select(finding => finding.Rule));
        Assert.All(found, finding => Assert.NotEmpty(finding.Remedy));
        Assert.DoesNotContain(found, finding => finding.Node == "web-2" && finding.Rule != "shared");
    }

    [Fact]
    public void A_closed_site_and_a_replica_out_of_the_reads_are_warnings()
    {
        var findings = Doctor.Judge(
            Release, [new TimedReport(Good with { Maintenance = true }, 1000, 1001)], Word,
            [Replica with { IsUsed = false, Reason = "9.0 s behind" }]).ToList();

        Assert.Equal(
            ["maintenance", "replica"],
            findings.Where(finding => finding.Grade == FindingGrade.Warning).Select(finding => finding.Rule).Order());
        Assert.Contains(findings, finding => finding.Remedy == "moodlectl maintenance off");
        Assert.DoesNotContain(findings, finding => finding.Grade == FindingGrade.Wrong);
    }

    [Fact]
    public void A_report_of_another_version_is_told_with_the_remedy()
    {
        var failure = Assert.Throws<CareException>(() => NodeReport.Read("web-1", "{}"));

        Assert.Contains("Apply the site", failure.Message, StringComparison.Ordinal);
    }

    private static List<Finding> Judge(params NodeReport[] reports) =>
        [.. Doctor.Judge(Release, [.. reports.Select(report => new TimedReport(report, 1000, 1001))], Word, [Replica])];
}
