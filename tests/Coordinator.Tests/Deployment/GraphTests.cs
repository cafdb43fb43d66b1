using MoodleNodeAgent.Coordinator.Deployment;

namespace MoodleNodeAgent.Coordinator.Tests.Deployment;

public sealed class GraphTests
{
    [Fact]
    public void Steps_come_after_those_whose_outputs_they_use()
    {
        var first = new TestStep("a/first");
        var second = new TestStep("a/second", first);
        var third = new TestStep("a/third", second, first);

        var graph = Graph.Of([third, second, first]);

        Assert.Equal([first, second, third], graph.Steps);
    }

    [Fact]
    public void Steps_that_need_each_other_are_refused_by_name()
    {
        var first = new TestStep("a/first");
        var second = new TestStep("a/second", first);
        first.Uses(second.Done);

        var refusal = Assert.Throws<ArgumentException>(() => Graph.Of([first, second]));

        Assert.Contains("a/first, a/second", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_is_needed_and_missing_is_refused()
    {
        var missing = new TestStep("a/missing");

        var refusal = Assert.Throws<ArgumentException>(() => Graph.Of([new TestStep("a/user", missing)]));

        Assert.Contains("a/missing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_steps_of_one_name_are_refused() =>
        Assert.Throws<ArgumentException>(() => Graph.Of([new TestStep("a/one"), new TestStep("a/one")]));

    [Fact]
    [Trait("Feature", "65")]
    public void The_longest_path_follows_edges_and_leaves_out_steps_that_took_no_time()
    {
        var network = new TestStep("network");
        var database = new TestStep("database", network);
        var node = new TestStep("node", network);
        var check = new TestStep("check", node);
        var app = new TestStep("app", check, database);
        var seconds = new Dictionary<Step, double>
        {
            [network] = 2, [database] = 10, [node] = 3, [check] = 0, [app] = 4,
        };

        var path = Graph.Of([network, database, node, check, app]).LongestPath(step => seconds[step]);

        Assert.Equal(16, path.Seconds);
        Assert.Equal([network, database, app], path.Steps);
    }

    [Fact]
    public void Reading_an_output_before_its_step_is_done_is_an_error()
    {
        var first = new TestStep("a/first");
        var second = new TestStep("a/second");
        var input = second.Uses(first.Value);

        Assert.Throws<InvalidOperationException>(() => input.Value);
    }
}
