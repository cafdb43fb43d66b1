using MoodleNodeAgent.Oci.Calls;

namespace MoodleNodeAgent.Oci.Waiting;

public sealed class OciWaiterTests
{
    private readonly HurriedTime time = new(new DateTimeOffset(2026, 1, 5, 21, 31, 40, TimeSpan.Zero))
    {
        Longest = TimeSpan.MaxValue,
    };
    private readonly List<TimeSpan> asked = [];
    private readonly OciWaitLimits limits = new();

    [Fact]
    public async Task A_database_is_asked_for_rarely_and_a_subnet_often()
    {
        await WaitAsync(expected: TimeSpan.FromMinutes(15), doneAfter: TimeSpan.FromMinutes(15));
        int database = asked.Count;
        asked.Clear();
        await WaitAsync(expected: TimeSpan.FromSeconds(2), doneAfter: TimeSpan.FromSeconds(2));

        Assert.InRange(database, 80, 130);
        Assert.InRange(asked.Count, 5, 10);
        Assert.InRange(asked[^1].TotalSeconds, 2, 2.5);
    }

    [Fact]
    public async Task The_pause_that_the_service_asks_for_is_kept()
    {
        await WaitAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60), retryAfter: TimeSpan.FromSeconds(25));

        Assert.Equal([0, 25, 50, 75], asked.Select(at => Math.Round(at.TotalSeconds)));
    }

    [Fact]
    public async Task When_it_takes_too_long_the_error_says_what_was_waited_for_and_the_last_question_came_in_time()
    {
        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(
            () => WaitAsync(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), retryAfter: TimeSpan.FromMinutes(7)));

        Assert.Contains("Waited 10 min for subnet web", error.Message, StringComparison.Ordinal);
        Assert.Equal([0, 7, 10], asked.Select(at => Math.Round(at.TotalMinutes)));
    }

    [Theory]
    [InlineData(WorkRequestStatus.Succeeded)]
    [InlineData(WorkRequestStatus.Failed)]
    [InlineData(WorkRequestStatus.Canceled)]
    public async Task A_work_request_is_followed_to_its_end_whichever_that_is(string end)
    {
        Queue<string> states = new([WorkRequestStatus.Accepted, WorkRequestStatus.InProgress, end]);

        WorkRequest work = await new OciWaiter(limits, time).FinishAsync("the balancer", TimeSpan.FromSeconds(21),
            _ => Task.FromResult(new OciResponse<WorkRequest> { Value = new() { Status = states.Dequeue() } }),
            CancellationToken.None);

        Assert.Equal(end, work.Status);
        Assert.Empty(states);
    }

    private async Task WaitAsync(TimeSpan expected, TimeSpan doneAfter, TimeSpan? retryAfter = null)
    {
        long began = time.GetTimestamp();
        await new OciWaiter(limits, time).UntilAsync("subnet web", expected, _ =>
        {
            asked.Add(time.GetElapsedTime(began));
            return Task.FromResult(new OciResponse<bool> { Value = asked[^1] >= doneAfter, RetryAfter = retryAfter });
        }, done => done, CancellationToken.None);
    }
}
