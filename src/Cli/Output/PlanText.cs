using System.Globalization;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Output;

/// <summary>What an apply would do, for a person.</summary>
internal static class PlanText
{
    public static void Write(TextWriter output, PlanReply plan)
    {
        WriteSteps(output, plan.Steps);
        if (plan.Price is { } price)
        {
            WritePrice(output, price);
        }

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

            if (step.MonthlyUsd != 0)
            {
                output.WriteLine($"           {Dollars(step.MonthlyUsd)} a month: {step.PriceBasis}");
            }
        }
    }

    private static void WritePrice(TextWriter output, PlanPrice price)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Price: {Dollars(price.ChangeUsd)} a month; {price.TotalUsd:0.00} USD a month in all, at list prices of {price.AsOf}, without traffic and backups."));
        if (price.Unchecked.Count > 0)
        {
            output.WriteLine($"Not compared with Oracle's price list: {string.Join(", ", price.Unchecked)}.");
        }

        if (price.Unpriced.Count > 0)
        {
            output.WriteLine($"Not in these sums, since the price table has no price of it: {string.Join(", ", price.Unpriced)}.");
        }
    }

    // "+67.23 USD", "-12.50 USD".
    private static string Dollars(double amount) => amount.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) + " USD";

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
