namespace MoodleNodeAgent.LocalCloud.Balancing;

public sealed class HealthHistoryTests
{
    [Fact]
    public void Before_the_first_check_a_backend_is_not_healthy()
    {
        var history = new HealthHistory(retries: 3);

        Assert.False(history.IsHealthy);
        Assert.Empty(history.Results);
    }

    [Fact]
    public void The_first_check_decides_at_once()
    {
        var history = new HealthHistory(retries: 3);

        Assert.True(Record(history, HealthStatus.Ok));
        Assert.True(history.IsHealthy);
    }

    [Fact]
    public void Fewer_failures_in_a_row_than_retries_leave_a_backend_healthy()
    {
        var history = new HealthHistory(retries: 3);
        Record(history, HealthStatus.Ok);

        Record(history, HealthStatus.TimedOut);
        Record(history, HealthStatus.TimedOut);
        Record(history, HealthStatus.Ok);
        Record(history, HealthStatus.TimedOut);
        Record(history, HealthStatus.TimedOut);

        Assert.True(history.IsHealthy);
    }

    [Fact]
    public void As_many_failures_in_a_row_as_retries_take_a_backend_out_and_as_many_successes_put_it_back()
    {
        var history = new HealthHistory(retries: 2);
        Record(history, HealthStatus.Ok);

        Assert.False(Record(history, HealthStatus.ConnectFailed));
        Assert.True(Record(history, HealthStatus.InvalidStatusCode));
        Assert.False(history.IsHealthy);
        Assert.False(Record(history, HealthStatus.Ok));
        Assert.False(history.IsHealthy);
        Assert.True(Record(history, HealthStatus.Ok));
        Assert.True(history.IsHealthy);
    }

    [Fact]
    public void The_results_that_decide_are_kept_newest_first()
    {
        var history = new HealthHistory(retries: 2);
        Record(history, HealthStatus.Ok);
        Record(history, HealthStatus.TimedOut);
        Record(history, HealthStatus.ConnectFailed);

        Assert.Equal(
            [HealthStatus.ConnectFailed, HealthStatus.TimedOut], history.Results.Select(check => check.Status));
    }

    private static bool Record(HealthHistory history, string status) =>
        history.Record(new HealthCheck(DateTimeOffset.UnixEpoch, status));
}
