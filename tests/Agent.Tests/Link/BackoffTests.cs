namespace MoodleNodeAgent.Agent.Link;

public sealed class BackoffTests
{
    [Fact]
    public void The_first_waits_are_below_half_a_second_and_no_wait_is_longer_than_the_longest()
    {
        var backoff = new Backoff(new Random(1), TimeSpan.FromSeconds(30));
        var waits = Enumerable.Range(0, 200).Select(_ => backoff.Next().TotalSeconds).ToList();

        Assert.All(waits.Take(5), wait => Assert.InRange(wait, 0, 0.5));
        Assert.All(waits, wait => Assert.InRange(wait, 0, 30));
        Assert.Contains(waits, wait => wait > 15);
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0, 0.5);
    }

    [Fact]
    public void Agents_that_start_at_one_moment_do_not_dial_at_one_moment()
    {
        var waits = Enumerable.Range(0, 100).Select(seed => new Backoff(new Random(seed), TimeSpan.FromSeconds(30)).Next());

        Assert.True(waits.Distinct().Count() > 90);
    }
}
