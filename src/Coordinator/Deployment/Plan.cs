using System.Security.Cryptography;
using System.Text.Json;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>What each step of a graph would do.</summary>
internal sealed record Plan(Graph Graph, IReadOnlyDictionary<Step, Observation> Observations)
{
    /// <summary>Expected seconds of each step that does something, from its last run or its kind.</summary>
    public required IReadOnlyDictionary<Step, double> ExpectedSeconds { get; init; }

    /// <summary>Reasons why an apply must not start.</summary>
    public IReadOnlyList<string> Obstacles =>
    [
        .. Graph.Steps.SelectMany(step => Observations[step].Differences
            .Where(difference => difference.Obstacle is not null)
            .Select(difference => $"Cannot change {difference.Field} of {step.Id}: {difference.Obstacle}")),
    ];

    /// <summary>The plan as the operator sees it.</summary>
    /// <param name="site">Name of the site.</param>
    public PlanReply ToReply(string site)
    {
        var reply = new PlanReply { LongestPathSeconds = Graph.LongestPath(step => ExpectedSeconds[step]).Seconds };
        foreach (var step in Graph.Steps)
        {
            var planned = new PlannedStep
            {
                Step = step.Id,
                Action = Observations[step].Action,
                ExpectedSeconds = ExpectedSeconds[step],
                Irreversible = step.IrreversibleBy(Observations[step].Action) ?? "",
            };
            planned.Differences.AddRange(Observations[step].Differences.Select(difference => difference.ToString()));
            planned.Needs.AddRange(step.Needs.Select(need => need.Id));
            reply.Steps.Add(planned);
        }

        reply.Fingerprint = FingerprintOf(site, reply);
        return reply;
    }

    // Without durations: they change by themselves.
    private static string FingerprintOf(string site, PlanReply reply)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(new
        {
            site,
            steps = reply.Steps.Select(step => new { step.Step, Action = (int)step.Action, step.Differences }),
        });
        return Convert.ToHexStringLower(SHA256.HashData(text));
    }
}
