namespace MoodleNodeAgent.Sites.Prices;

public sealed class SitePriceTests
{
    private static readonly PriceTable Table = new()
    {
        AsOf = new DateOnly(2026, 1, 1),
        HoursPerMonth = 700,
        Shapes = new Dictionary<string, ShapePrice>
        {
            ["VM.Standard.A1.Flex"] = new(0.01, 0.001),
            ["VM.Standard.A2.Flex"] = new(0.02, 0.002),
        },
        BlockGbMonth = 0.05,
        MySqlEcpuHour = 0.04,
        MySqlGbMonth = 0.03,
        FileGbMonth = 0.3,
        Unchecked = [],
    };

    [Fact]
    [Trait("Feature", "11")]
    public void Every_step_that_costs_something_has_a_price()
    {
        var prices = SitePrice.Of(Read("nodes: { count: 2, ocpus: 2, memory_gb: 10 }\ndatabase: { replicas: 1 }\n"), Table);

        // A node: 700 h × (2 × 0.01 + 10 × 0.001) + 47 GB × 0.05; a server: 700 h × 8 × 0.04 + 100 GB × 0.03.
        Assert.Equal(
            [
                ("control/host", 700 * (0.01 + 0.006) + 2.35), ("node/web-1/instance", 23.35),
                ("node/web-2/instance", 23.35), ("database/system", 3 * 227.0), ("database/replica-1", 227.0),
                ("storage/file-system", 30.0),
            ],
            prices.Select(price => (price.Step, Math.Round(price.Monthly, 6))));
    }

    [Fact]
    public void One_member_costs_a_third_and_the_first_shape_counts()
    {
        var prices = SitePrice.Of(
            Read("nodes: { count: 1, shapes: [VM.Standard.A2.Flex, VM.Standard.A1.Flex], ocpus: 1, memory_gb: 10 }\n"
                + "database: { high_availability: false, replicas: 0 }\n"),
            Table);

        Assert.Equal(227, prices.Single(price => price.Step == "database/system").Monthly, 6);
        Assert.Equal(700 * 0.04 + 2.35, prices.Single(price => price.Step == "node/web-1/instance").Monthly, 6);
    }

    [Fact]
    public void The_table_of_the_program_is_dated_and_knows_every_shape_that_a_site_may_name()
    {
        var table = PriceTable.Read();

        Assert.Equal(new DateOnly(2026, 11, 23), table.AsOf);
        Assert.Equal(["VM.Standard.A1.Flex", "VM.Standard.A2.Flex"], table.Shapes.Keys.Order());
        Assert.Equal(0.01, table.Shapes["VM.Standard.A1.Flex"].OcpuHour);
        Assert.DoesNotContain("VM.Standard.A1.Flex", table.Unchecked);
    }

    [Theory]
    [InlineData("budget: 0\n", "budget: 0 US dollars a month cannot be.")]
    [InlineData("budget: -5\n", "budget: -5 US dollars")]
    [InlineData("budget: much\n", "budget: \"much\" is no number.")]
    public void A_budget_that_cannot_be_is_told(string line, string told)
    {
        var result = SiteFileReader.Read(
            "s.yaml", "site: demo\nrelease: { archive: a.tgz }\ncloud: { provider: local }\n" + line);

        Assert.StartsWith(told, Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_is_in_dollars_a_month() => Assert.Equal(1500.5, Read("budget: 1500.5\n").Budget);

    private static Site Read(string more) => SiteFileReader.Read(
        "s.yaml", "site: demo\nrelease: { archive: a.tgz }\ncloud: { provider: local }\n" + more).Site!;
}
