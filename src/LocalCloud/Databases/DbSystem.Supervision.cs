using Microsoft.Extensions.Logging;

namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>The supervisor: every half second it looks at the primary and at those who follow it.</summary>
internal sealed partial class DbSystem
{
    private CancellationTokenSource? _ending;
    private Task _supervisor = Task.CompletedTask;

    private void Supervise()
    {
        _ending = new CancellationTokenSource();
        CancellationToken cancellation = _ending.Token;
        _supervisor = Task.Run(() => SuperviseAsync(cancellation), CancellationToken.None);
    }

    private async Task SuperviseAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(_host.Limits.Supervision, _host.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                await _gate.WaitAsync(cancellation);
                try
                {
                    await LookAfterPrimaryAsync(cancellation);
                    foreach (DatabaseServer follower in Standbys().Concat(_replicas.Values).ToList())
                    {
                        await LookAfterFollowerAsync(follower, cancellation);
                    }
                }
                catch (Exception exception) when (!cancellation.IsCancellationRequested)
                {
                    _logger.LogError(exception, "Cannot repair DB system {DbSystem} yet", _spec.DbSystemId);
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // The system is stopped or deleted.
        }
    }

    private async Task LookAfterPrimaryAsync(CancellationToken cancellation)
    {
        if (Primary.IsRunning && await Primary.AnswersAsync(cancellation))
        {
            Primary.MissedChecks = 0;
            return;
        }

        if (Primary.IsRunning && ++Primary.MissedChecks < _host.Limits.MissedChecks)
        {
            return;
        }

        DatabaseServer former = Primary;
        _logger.LogWarning("The primary {Server} does not answer", former.Name);

        // A hung primary that woke up later would take writes that nobody else sees.
        await former.KillAsync();
        DatabaseServer? standby = null;
        foreach (DatabaseServer candidate in Standbys())
        {
            standby ??= await candidate.AnswersAsync(cancellation) ? candidate : null;
        }

        if (standby is null)
        {
            await former.StartAsync(cancellation);
            await Replication.MakePrimaryAsync(former, cancellation);
            return;
        }

        await PromoteAsync(standby, cancellation);
        await ReconnectReplicasAsync(cancellation);
        former.MissingSince = _host.Time.GetTimestamp();
    }

    private async Task LookAfterFollowerAsync(DatabaseServer follower, CancellationToken cancellation)
    {
        bool isStandby = _members.Contains(follower);
        if (!follower.IsRunning)
        {
            follower.MissingSince ??= _host.Time.GetTimestamp();
            if (_host.Time.GetElapsedTime(follower.MissingSince.Value) < _host.Limits.Restart)
            {
                return;
            }

            await follower.StartAsync(cancellation);
            ReplicationState before = await Replication.StateAsync(follower, cancellation);
            await Replication.FollowAsync(
                follower, Target(isStandby), wasPrimary: isStandby && !before.IsFollower, cancellation);
            _logger.LogWarning("{Server} is back and follows {Address}", follower.Name, _spec.Address);
            return;
        }

        if (!await follower.AnswersAsync(cancellation))
        {
            if (++follower.MissedChecks >= _host.Limits.MissedChecks)
            {
                _logger.LogWarning("{Server} does not answer and is started again", follower.Name);
                await follower.KillAsync();
            }

            return;
        }

        follower.MissedChecks = 0;
        ReplicationState state = await Replication.StateAsync(follower, cancellation);
        if (state.IsBroken)
        {
            _logger.LogWarning(
                "{Server} cannot go on replicating and is made anew: {Reason}", follower.Name, state.Message);
            await BeginAsync(follower, backupId: null, cancellation);
            await Replication.FollowAsync(follower, Target(isStandby), wasPrimary: false, cancellation);
        }
    }
}
