using Microsoft.Extensions.Time.Testing;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Guard;

[Trait("Feature", "61")]
public sealed class ReadPoolTests
{
    private static readonly Endpoint First = new("10.0.2.11", 3306);
    private static readonly Endpoint Second = new("10.0.2.12", 3306);
    private readonly ReadPool pool = new(new GuardLimits());

    [Fact]
    public void A_replica_that_is_right_is_used_at_once()
    {
        Assert.Equal([First, Second], Used(0, Right(First), Right(Second)));
    }

    [Fact]
    public void A_replica_nobody_has_seen_yet_is_not_used()
    {
        Assert.Empty(Used(0, new ReplicaSight(First, null, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData(1.6, 0)]
    [InlineData(0, 1.6)]
    public void When_one_lags_or_says_nothing_reads_leave_it_at_once_and_come_back_after_a_while_of_being_right(
        double lag, double silence)
    {
        var sick = new ReplicaSight(First, TimeSpan.FromSeconds(lag), TimeSpan.FromSeconds(silence));

        Assert.Equal([First, Second], Used(0, Right(First), Right(Second)));
        Assert.Equal([Second], Used(1, sick, Right(Second)));
        Assert.Equal([Second], Used(2, Right(First), Right(Second)));
        Assert.Equal([Second], Used(4, Right(First), Right(Second)));
        Assert.Equal([First, Second], Used(5, Right(First), Right(Second)));
    }

    [Fact]
    public void One_that_comes_and_goes_has_to_prove_itself_anew()
    {
        var sick = new ReplicaSight(First, TimeSpan.FromSeconds(9), TimeSpan.Zero);
        Used(0, Right(First));
        Used(1, sick);
        Used(2, Right(First));
        Used(3, sick);

        Assert.Empty(Used(4, Right(First)));
        Assert.Empty(Used(6, Right(First)));
        Assert.Equal([First], Used(7, Right(First)));
    }

    [Fact]
    public void One_that_is_about_to_be_removed_is_used_no_more()
    {
        Used(0, Right(First), Right(Second));
        pool.Withdraw(First);

        Assert.Equal([Second], Used(1, Right(First), Right(Second)));
    }

    [Fact]
    public void Lag_is_the_age_of_the_first_heartbeat_that_the_replica_lacks()
    {
        var time = new FakeTimeProvider();
        var beats = new Heartbeats(time);
        Assert.Null(beats.LagOf(1));
        for (var number = 1; number <= 10; number++)
        {
            beats.Committed(number);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(TimeSpan.Zero, beats.LagOf(10));
        Assert.Equal(TimeSpan.FromSeconds(1), beats.LagOf(9));
        Assert.Equal(TimeSpan.FromSeconds(10), beats.LagOf(0));
        // The primary takes no heartbeats for a while: nobody is late for that.
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, beats.LagOf(10));
    }

    private IEnumerable<Endpoint> Used(int seconds, params ReplicaSight[] sights) =>
        pool.Judge(sights, TimeSpan.FromSeconds(seconds)).Where(one => one.IsUsed).Select(one => one.Replica);

    private static ReplicaSight Right(Endpoint replica) => new(replica, TimeSpan.Zero, TimeSpan.Zero);
}
