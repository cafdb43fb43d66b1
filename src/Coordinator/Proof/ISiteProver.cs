using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Sites.Products;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Proof;

/// <summary>Proves a finished site through its balancer, as a visitor would meet it.</summary>
public interface ISiteProver
{
    /// <summary>Gets the page, logs in, reads the member page. Returns when all of it worked.</summary>
    /// <exception cref="SiteNotProvedException">The site does not work: what, where, remedy.</exception>
    Task ProveAsync(ProofWork work, IProgress<string>? progress, CancellationToken cancellation);
}

/// <summary>What is to be proved, and where.</summary>
public sealed record ProofWork
{
    /// <summary>The product's own requests.</summary>
    public required SiteProof Proof { get; init; }

    /// <summary>Public URL of the site without a trailing slash; its host goes into the Host header.</summary>
    public required string Url { get; init; }

    /// <summary>Where to connect: the balancer's public address and its first listener.</summary>
    public required Endpoint Balancer { get; init; }

    /// <summary>Password of the user who logs in.</summary>
    public required Secret Password { get; init; }

    /// <summary>Primary and replicas, for proofs that look at the database itself.</summary>
    public required Endpoint Primary { get; init; }

    /// <summary>Endpoints of the read replicas.</summary>
    public required IReadOnlyList<Endpoint> Replicas { get; init; }

    /// <summary>Schema and user of the product.</summary>
    public required string DatabaseName { get; init; }

    /// <summary>User of the product.</summary>
    public required string DatabaseUser { get; init; }

    /// <summary>Password of the product's user.</summary>
    public required Secret DatabasePassword { get; init; }
}

/// <summary>The site does not work although every step before was done.</summary>
public sealed class SiteNotProvedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether all is well but that the replicas were not read from: after a time without a coordinator they
    /// come back into the reads some seconds later. Default: false.</summary>
    public bool IsReadFromPrimary { get; init; }
}
