using MoodleNodeAgent.Coordinator.Databases;

namespace MoodleNodeAgent.Coordinator.Guard;

/// <summary>Heartbeats and looks over a real primary and its real replica.</summary>
[Trait("Ring", "hosts")]
[Trait("Feature", "61")]
public sealed class ReadGuardTests(DatabaseServers servers) : IClassFixture<DatabaseServers>
{
    [Fact]
    public async Task When_a_replica_stops_to_follow_reads_leave_it_within_3_seconds_and_come_back_by_themselves()
    {
        var limits = new GuardLimits();
        var access = new GuardAccess(DatabaseServers.AdminUser, servers.AdminPassword);
        var beats = new Heartbeats(TimeProvider.System);
        var pool = new ReadPool(limits);
        await using var writer = new HeartbeatWriter(servers.Primary, access, beats, limits, TimeProvider.System);
        await using var watch = new ServerWatch(servers.Replica, access, limits, TimeProvider.System);
        await UntilAsync(used: true);

        await servers.ExecuteAsync(servers.Replica, "STOP SLAVE SQL_THREAD");
        Assert.InRange(await UntilAsync(used: false), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        await servers.ExecuteAsync(servers.Replica, "START SLAVE SQL_THREAD");
        await UntilAsync(used: true);

        async Task<TimeSpan> UntilAsync(bool used)
        {
            var start = TimeProvider.System.GetTimestamp();
            while (pool.Judge([watch.See(beats)], TimeProvider.System.GetElapsedTime(0))[0].IsUsed != used)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), $"never {used}");
                await Task.Delay(50);
            }

            return TimeProvider.System.GetElapsedTime(start);
        }
    }
}
