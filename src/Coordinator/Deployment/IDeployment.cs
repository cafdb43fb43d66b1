using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>The site's deployment: plan, apply, status. The operator API stands on it.</summary>
public interface IDeployment
{
    /// <summary>What an apply would do: observes everything, changes nothing.</summary>
    Task<PlanReply> PlanAsync(Site site, Artifact artifact, CancellationToken cancellation);

    /// <summary>Looks whether what the site file says is there already is there, and the site's to use.</summary>
    Task<IReadOnlyList<SiteFileProblem>> CheckAsync(Site site, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<SiteFileProblem>>([]);

    /// <summary>Plans and applies. Reports the plan first, then each step as it starts, goes on and ends; the returned
    /// end is not reported. A failed apply is a value, not an exception.</summary>
    /// <exception cref="ApplyInProgressException">Another apply of this site has not ended.</exception>
    Task<ApplyEnded> ApplyAsync(
        Site site, Artifact artifact, IProgress<ApplyEvent> progress, CancellationToken cancellation);

    /// <summary>The same, unless its plan has another fingerprint than the one that is expected.</summary>
    /// <param name="site">The site.</param>
    /// <param name="artifact">Its release.</param>
    /// <param name="expectedPlan">Fingerprint of a saved plan; empty: any plan is carried out.</param>
    /// <param name="progress">Gets the events.</param>
    /// <param name="cancellation">Stops at once.</param>
    Task<ApplyEnded> ApplyAsync(
        Site site, Artifact artifact, string expectedPlan, IProgress<ApplyEvent> progress,
        CancellationToken cancellation) => ApplyAsync(site, artifact, progress, cancellation);

    /// <summary>The site as it stands: the last apply's state with the live answers of balancer and nodes.</summary>
    Task<SiteStatus> StatusAsync(CancellationToken cancellation);
}

/// <summary>A release archive that the coordinator holds and serves to the agents.</summary>
/// <param name="Sha256">64 lower-case hex digits.</param>
/// <param name="Size">In bytes.</param>
public sealed record Artifact(string Sha256, long Size);

/// <summary>One apply at a time.</summary>
public sealed class ApplyInProgressException(string message) : Exception(message);
