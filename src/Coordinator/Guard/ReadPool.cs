using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Guard;

/// <summary>What a look at a replica found.</summary>
/// <param name="Replica">Its endpoint.</param>
/// <param name="Lag">How far it is behind; null: not known yet.</param>
/// <param name="Silence">Since when it has not answered; zero: it just did.</param>
internal sealed record ReplicaSight(Endpoint Replica, TimeSpan? Lag, TimeSpan Silence);

/// <summary>Why a replica is in the reads or out of them, for people.</summary>
/// <param name="Replica">Its endpoint.</param>
/// <param name="IsUsed">Whether reads go there.</param>
/// <param name="Lag">How far it is behind; null: not known.</param>
/// <param name="Reason">Empty when it is used.</param>
internal sealed record ReplicaStanding(Endpoint Replica, bool IsUsed, TimeSpan? Lag, string Reason);

/// <summary>Decides which replicas may be read: out at once, back only after a while of being right. Keeps no clock of
/// its own: the caller says what time it is.</summary>
internal sealed class ReadPool(GuardLimits limits)
{
    private readonly Dictionary<Endpoint, Member> members = [];
    private readonly HashSet<Endpoint> withdrawn = [];

    /// <summary>Replicas that are about to be deleted: never read again.</summary>
    public void Withdraw(Endpoint replica) => withdrawn.Add(replica);

    /// <summary>Each replica's standing after this look.</summary>
    /// <param name="sights">All replicas that there are.</param>
    /// <param name="now">Any clock that only goes forward.</param>
    public IReadOnlyList<ReplicaStanding> Judge(IReadOnlyCollection<ReplicaSight> sights, TimeSpan now)
    {
        foreach (var gone in members.Keys.Except(sights.Select(sight => sight.Replica)).ToList())
        {
            members.Remove(gone);
        }

        withdrawn.IntersectWith(sights.Select(sight => sight.Replica));
        return [.. sights.Select(sight => Judge(sight, now))];
    }

    private ReplicaStanding Judge(ReplicaSight sight, TimeSpan now)
    {
        var known = members.TryGetValue(sight.Replica, out var member);
        var fault = Fault(sight);
        if (fault.Length > 0)
        {
            members[sight.Replica] = new Member(false, null);
            return new ReplicaStanding(sight.Replica, false, sight.Lag, fault);
        }

        // One that was never out is read at once; one that was has to prove itself.
        var since = member.RightSince ?? now;
        var used = !known || member.IsUsed || now - since >= limits.Recovery;
        members[sight.Replica] = new Member(used, since);
        return new ReplicaStanding(
            sight.Replica, used, sight.Lag, used ? "" : $"right again, used after {limits.Recovery.TotalSeconds} s of it");
    }

    private string Fault(ReplicaSight sight) =>
        withdrawn.Contains(sight.Replica) ? "about to be removed"
        : sight.Silence > limits.Silence ? FormattableString.Invariant($"silent for {sight.Silence.TotalSeconds:0.0} s")
        : sight.Lag is not { } lag ? "not looked at yet"
        : lag > limits.Lag ? FormattableString.Invariant($"{lag.TotalSeconds:0.0} s behind")
        : "";

    private readonly record struct Member(bool IsUsed, TimeSpan? RightSince);
}
