using System.Globalization;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Sites.Prices;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>What a plan adds to the bill, step by step.</summary>
internal static class PlanPricing
{
    /// <summary>Writes the prices into a plan that changes something.</summary>
    /// <param name="reply">The plan.</param>
    /// <param name="wanted">What the site costs afterwards; null: it ends.</param>
    /// <param name="before">What it was at the last apply; null: nobody knows.</param>
    public static void Add(PlanReply reply, Site? wanted, Site? before)
    {
        var changes = reply.Steps.Where(step => step.Action is not (StepAction.None or StepAction.Unspecified)).ToList();
        if (changes.Count == 0)
        {
            return;
        }

        var table = PriceTable.Read();
        var now = PricesOf(wanted, table);
        var then = PricesOf(before, table);
        foreach (var step in changes)
        {
            var (added, basis) = step.Action switch
            {
                StepAction.Create => (now.GetValueOrDefault(step.Step)?.Monthly, now.GetValueOrDefault(step.Step)?.Basis),
                StepAction.Delete => (-Removed(step.Step), BasisOfRemoved(step.Step)),
                StepAction.Update => (
                    now.GetValueOrDefault(step.Step)?.Monthly - then.GetValueOrDefault(step.Step)?.Monthly,
                    now.GetValueOrDefault(step.Step)?.Basis),
                _ => (0, now.GetValueOrDefault(step.Step)?.Basis),
            };
            step.MonthlyUsd = Cents(added ?? 0);
            step.PriceBasis = basis ?? "";
        }

        // What a destroy leaves costs as before.
        var kept = reply.Steps.Where(step => step.Action == StepAction.Delete).Select(step => step.Step).ToHashSet();
        var total = wanted is not null ? now.Values : then.Values.Where(price => !kept.Contains(price.Step));
        reply.Price = new PlanPrice
        {
            ChangeUsd = Cents(changes.Sum(step => step.MonthlyUsd)),
            TotalUsd = Cents(total.Sum(price => price.Monthly)),
            AsOf = table.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        if ((wanted ?? before) is { } site)
        {
            reply.Price.Unchecked.AddRange(table.Unchecked.Where(SitePrice.KeysOf(site).Contains));
            reply.Price.Unpriced.AddRange(SitePrice.UnpricedOf(site));
        }

        // A replica or a node that goes is priced as it was, or as its neighbours are.
        StepPrice? PriceOfRemoved(string step) =>
            then.GetValueOrDefault(step) ?? now.Values.FirstOrDefault(price => KindOf(price.Step) == KindOf(step));
        double? Removed(string step) => PriceOfRemoved(step)?.Monthly;
        string? BasisOfRemoved(string step) => PriceOfRemoved(step)?.Basis;
    }

    // "node/web-3/instance" is as "node/web-1/instance", "database/replica-2" as "database/replica-1".
    private static string KindOf(string step) => string.Concat(step.Where(character => !char.IsAsciiDigit(character)));

    private static Dictionary<string, StepPrice> PricesOf(Site? site, PriceTable table) =>
        site is null ? [] : SitePrice.Of(site, table).ToDictionary(price => price.Step);

    private static double Cents(double amount) => Math.Round(amount, 2);
}
