using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Asks the nodes, the balancer and the lag guard, and judges their answers.</summary>
internal sealed class Diagnosis(CareSite site, NodeWork work, IFleet fleet, ReadGuard guard, TimeProvider time)
{
    /// <summary>All findings, wrong ones first.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        var connected = new List<string>();
        foreach (var node in site.Site.Nodes.Names)
        {
            if (fleet.IsConnected(node))
            {
                connected.Add(node);
            }
            else
            {
                findings.Add(Wrong(
                    "connected", node, "its agent has no session",
                    "systemctl restart moodle-node-agent-link (on the node); when it is gone: moodlectl apply FILE"));
            }
        }

        // Twice: all leave their word first, then each tells which words it finds.
        var word = Guid.NewGuid().ToString("N");
        await AskAsync(connected, word, [], cancellation);
        var reports = await AskAsync(connected, word, findings, cancellation);
        findings.AddRange(Doctor.Judge(site.Artifact.Sha256, reports, word, guard.Standings));
        foreach (var node in site.Site.Nodes.Names)
        {
            findings.Add(await BalancerAsync(node, cancellation));
        }

        return [.. findings.OrderByDescending(finding => finding.Grade)];
    }

    private async Task<List<TimedReport>> AskAsync(
        IReadOnlyList<string> nodes, string word, List<Finding> findings, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(nodes.Select(async node =>
        {
            var asked = Now();
            try
            {
                var json = await work.RunAsync(site.Product.Commands.Report(site.Site, node, word), cancellation);
                return (Node: node, Report: (TimedReport?)new TimedReport(NodeReport.Read(node, json), asked, Now()), Error: "");
            }
            catch (CareException failure)
            {
                return (Node: node, Report: null, Error: failure.Message);
            }
        }));
        findings.AddRange(answers.Where(answer => answer.Report is null)
            .Select(answer => Wrong("report", answer.Node, answer.Error, "moodlectl apply FILE")));
        return [.. answers.Select(answer => answer.Report).OfType<TimedReport>()];
    }

    private double Now() => time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    private async Task<Finding> BalancerAsync(string node, CancellationToken cancellation)
    {
        try
        {
            var balancer = site.Resource(StepIds.Balancer);
            foreach (var port in site.Site.Balancer.Listeners)
            {
                var name = FormattableString.Invariant($"{site.AddressOf(node)}:{port}");
                var set = BalancerStep.BackendSetOf(site.Site, port);
                var health = (await site.Cloud.Balancers.GetBackendHealthAsync(balancer, set, name, cancellation)).Value;
                if (health.Status != "OK")
                {
                    var sick = Wrong(
                        "balancer", node, $"{health.Status} on port {port}",
                        $"curl http://{name}{site.Site.Balancer.Health.Path} (on the node) tells why");
                    // OCI's word for a node of whose last checks some failed; it gets users all the same.
                    sick.Grade = health.Status == "WARNING" ? FindingGrade.Warning : FindingGrade.Wrong;
                    return sick;
                }

                if ((await site.Cloud.Balancers.GetBackendAsync(balancer, set, name, cancellation)).Value.IsDrain == true)
                {
                    return new Finding
                    {
                        Rule = "balancer",
                        Node = node,
                        Grade = FindingGrade.Warning,
                        Message = $"healthy but drained on port {port}: it gets no users",
                        Remedy = $"moodlectl roll restart --node {node}",
                    };
                }
            }

            return new Finding
            {
                Rule = "balancer",
                Node = node,
                Grade = FindingGrade.Right,
                Message = "healthy on every port",
            };
        }
        catch (Exception failure) when (failure is OciException or CareException)
        {
            return Wrong("balancer", node, failure.Message, "moodlectl apply FILE");
        }
    }

    private static Finding Wrong(string rule, string node, string message, string remedy) =>
        new() { Rule = rule, Node = node, Grade = FindingGrade.Wrong, Message = message, Remedy = remedy };
}
