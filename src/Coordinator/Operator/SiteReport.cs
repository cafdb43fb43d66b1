using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>The site as it stands, with what the guard of the reads sees of the replicas.</summary>
internal sealed class SiteReport(IDeployment deployment, ReadGuard guard)
{
    public async Task<SiteStatus> ReadAsync(CancellationToken cancellation)
    {
        SiteStatus status = await deployment.StatusAsync(cancellation);
        IReadOnlyList<ReplicaStanding> standings = guard.Standings;
        foreach (DatabaseEndpoint endpoint in status.Database?.Endpoints ?? [])
        {
            if (standings.FirstOrDefault(one =>
                one.Replica.Address == endpoint.Address && one.Replica.Port == endpoint.Port) is { } standing)
            {
                endpoint.Health = new ReplicaHealth { IsUsed = standing.IsUsed, Reason = standing.Reason };
                if (standing.Lag is { } lag)
                {
                    // To the hundredth: what flutters below that is no news to those who watch.
                    endpoint.Health.LagSeconds = Math.Round(lag.TotalSeconds, 2);
                }
            }
        }

        return status;
    }
}
