using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>Observes every step, in parallel as far as the edges allow.</summary>
internal sealed class Planner(StepContext context)
{
    public async Task<Plan> PlanAsync(Graph graph, CancellationToken cancellation)
    {
        var observing = new Dictionary<Step, Task<Observation>>();
        foreach (var step in graph.Steps)
        {
            observing[step] = ObserveAsync(step, [.. step.Needs.Select(need => observing[need])], cancellation);
        }

        // The first failure in the order of the steps is the cause of the others.
        foreach (var step in graph.Steps)
        {
            await observing[step];
        }

        var observations = graph.Steps.ToDictionary(step => step, step => observing[step].Result);
        return new Plan(graph, observations)
        {
            ExpectedSeconds = graph.Steps.ToDictionary(
                step => step, step => observations[step].Action == StepAction.None ? 0 : Expected(step)),
        };
    }

    private async Task<Observation> ObserveAsync(
        Step step, IReadOnlyList<Task<Observation>> needs, CancellationToken cancellation)
    {
        var before = await Task.WhenAll(needs);
        if (!step.Needs.All(need => need.IsKnown))
        {
            var unobserved = step.Unobserved;
            return (unobserved.Action == StepAction.Create && context.States.Find(step.Id) is not null
                ? Observation.Of([new Difference("inputs", "as before", "known once the steps before are done")])
                : unobserved) with { WasObserved = false };
        }

        var observation = await step.ObserveAsync(context, cancellation);
        if (observation.Action is not (StepAction.Create or StepAction.Replace or StepAction.Delete)
            && step.Outputs.All(output => output.IsKnown))
        {
            step.MarkDone();
        }

        return observation.Action == StepAction.None && step.IsRepeatedAfterChanges
            && before.Any(need => need.Action != StepAction.None)
            ? Observation.Of([new Difference("inputs", "as before", "changed")])
            : observation;
    }

    private double Expected(Step step) => context.States.Find(step.Id)?.Seconds ?? step.Expected.TotalSeconds;
}
