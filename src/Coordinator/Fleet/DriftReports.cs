using Google.Protobuf;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>What the agents last said of drift on their own nodes, and what the site wants done about it.</summary>
internal sealed class DriftReports(IDocumentStore documents, FleetLimits limits)
{
    private const string Kind = "node-drift";

    /// <summary>Whether the stored site lets agents repair drift. Default: no.</summary>
    public bool Repair => SiteDeployment.SiteOf(documents)?.RepairDrift ?? false;

    /// <summary>Keeps a node's report, in the place of the one before.</summary>
    public void Save(string node, DriftReport report)
    {
        // A hostile agent may fill its own report with anything.
        var kept = new DriftReport { Checked = report.Checked };
        kept.Tasks.AddRange(report.Tasks.Take(limits.DriftedTasks).Select(task => new DriftedTask
        {
            Part = Cap(task.Part),
            TaskId = Cap(task.TaskId),
            Diff = Cap(task.Diff),
            Error = Cap(task.Error),
            Repaired = task.Repaired,
        }));
        documents.Put(Kind, node, kept.ToByteArray());
    }

    /// <summary>A node's last report; null: it gave none.</summary>
    public DriftReport? Find(string node) =>
        documents.Get(Kind, node) is { } stored ? DriftReport.Parser.ParseFrom(stored) : null;

    /// <summary>Forgets a node.</summary>
    public void Remove(string node) => documents.Remove(Kind, node);

    private string Cap(string text) => text.Length <= limits.DriftText ? text : text[..limits.DriftText];
}
