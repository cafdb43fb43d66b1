using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Output;

/// <summary>What an apply would do, for a person.</summary>
internal static class PlanText
{
    public static void Write(TextWriter output, PlanReply plan)
    {
        WriteSteps(output, plan.Steps);
        output.WriteLine(Summary(plan));
    }

    /// <summary>Steps that change something, with their differences and what cannot be taken back.</summary>
    public static void WriteSteps(TextWriter output, IEnumerable<PlannedStep> steps)
    {
        foreach (var step in steps.Where(IsChange))
        {
            output.WriteLine($"{Verb(step.Action),-8} {step.Step}");
            foreach (var difference in step.Differences)
            {
                output.WriteLine($"           {difference}");
            }

            if (step.Irreversible.Length > 0)
            {
                output.WriteLine($"           cannot be undone: {step.Irreversible}");
            }
        }
    }

    /// <summary>One line with the number of steps by action.</summary>
    public static string Summary(PlanReply plan)
    {
        var counts = plan.Steps.Where(IsChange)
            .GroupBy(step => step.Action)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} to {Verb(group.Key)}")
            .ToList();
        return counts.Count == 0
            ? "No changes."
            : $"Plan: {string.Join(", ", counts)}; about {Duration.Show(plan.LongestPathSeconds)} on OCI.";
    }

    public static bool IsChange(PlannedStep step) =>
        step.Action is not (StepAction.None or StepAction.Unspecified);

    public static string Verb(StepAction action) => action switch
    {
        StepAction.Create => "create",
        StepAction.Update => "update",
        StepAction.Replace => "replace",
        StepAction.Delete => "delete",
        _ => "keep",
    };
}
