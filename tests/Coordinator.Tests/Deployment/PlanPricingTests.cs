using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Sites.Prices;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.Coordinator.Tests.Deployment;

public sealed class PlanPricingTests
{
    private static readonly Site Small = ExampleSite.Of(1, 1);
    private static readonly PriceTable Table = PriceTable.Read();

    [Fact]
    [Trait("Feature", "14")]
    public void A_plan_from_nothing_costs_what_the_estimate_says()
    {
        var prices = SitePrice.Of(Small, Table);
        var plan = Plan([.. prices.Select(price => (price.Step, StepAction.Create)), ("network/vcn", StepAction.Create)]);

        PlanPricing.Add(plan, Small, null);

        Assert.Equal(prices.Sum(price => price.Monthly), plan.Price.ChangeUsd, 0.05);
        Assert.Equal(prices.Sum(price => price.Monthly), plan.Price.TotalUsd, 0.05);
        Assert.Equal(0, plan.Steps.Single(step => step.Step == "network/vcn").MonthlyUsd);
        Assert.Contains("mysql", plan.Price.Unchecked);
        Assert.DoesNotContain("VM.Standard.A2.Flex", plan.Price.Unchecked);
    }

    [Fact]
    public void What_is_deleted_saves_what_it_cost()
    {
        var larger = ExampleSite.Of(3, 2);
        var plan = Plan([("node/web-3/instance", StepAction.Delete), ("database/replica-2", StepAction.Delete)]);

        PlanPricing.Add(plan, Small, larger);

        var before = SitePrice.Of(larger, Table).ToDictionary(price => price.Step, price => price.Monthly);
        Assert.Equal(-before["node/web-3/instance"] - before["database/replica-2"], plan.Price.ChangeUsd, 0.02);
        Assert.Equal(SitePrice.Of(Small, Table).Sum(price => price.Monthly), plan.Price.TotalUsd, 0.02);
        Assert.All(plan.Steps, step => Assert.NotEmpty(step.PriceBasis));
    }

    [Fact]
    public void A_change_costs_the_difference()
    {
        var grown = Small with { Database = Small.Database with { StorageGb = 200 } };
        var plan = Plan([("database/system", StepAction.Update)]);

        PlanPricing.Add(plan, grown, Small);

        // Three members of the DB system grow by 100 GB each.
        Assert.Equal(3 * 100 * Table.MySqlGbMonth, plan.Price.ChangeUsd, 0.02);
    }

    [Fact]
    public void A_destroy_leaves_the_price_of_what_it_keeps()
    {
        var prices = SitePrice.Of(Small, Table);
        var plan = Plan([.. prices.Where(price => price.Step.StartsWith("node/", StringComparison.Ordinal))
            .Select(price => (price.Step, StepAction.Delete))]);

        PlanPricing.Add(plan, null, Small);

        Assert.Equal(prices.Sum(price => price.Monthly), plan.Price.TotalUsd - plan.Price.ChangeUsd, 0.05);
    }

    [Fact]
    public void A_plan_without_changes_tells_no_price()
    {
        var plan = Plan([("database/system", StepAction.None)]);

        PlanPricing.Add(plan, Small, Small);

        Assert.Null(plan.Price);
    }

    [Fact]
    public void What_the_table_has_no_price_of_is_named()
    {
        var site = Small with { Database = Small.Database with { HeatWave = new HeatWaveSpec { Nodes = 1 } } };
        var plan = Plan([("database/heatwave", StepAction.Create)]);

        PlanPricing.Add(plan, site, Small);

        Assert.Equal(["database/heatwave"], plan.Price.Unpriced);
    }

    private static PlanReply Plan((string Step, StepAction Action)[] steps) => new()
    {
        Steps = { steps.Select(step => new PlannedStep { Step = step.Step, Action = step.Action }) },
    };
}
