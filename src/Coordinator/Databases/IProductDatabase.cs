using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Sites.Products;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Databases;

/// <summary>The product's schema and user on the site's database server.</summary>
public interface IProductDatabase
{
    /// <summary>Reads whether schema and user are as wanted. Writes nothing.</summary>
    Task<DatabaseState> ObserveAsync(DatabaseWork work, CancellationToken cancellation);

    /// <summary>Makes the schema (utf8mb4), the user with its password and the rights on that schema only. Safe to
    /// repeat; a user that exists gets the password.</summary>
    Task<DatabaseState> EnsureAsync(DatabaseWork work, CancellationToken cancellation);
}

/// <summary>What the product needs on the server, and how to get in.</summary>
public sealed record DatabaseWork
{
    /// <summary>Where to write: the DB system's own endpoint.</summary>
    public required Endpoint Primary { get; init; }

    /// <summary>Read replicas, which have to know schema and user before the product may read there. Default: none.
    /// </summary>
    public IReadOnlyList<Endpoint> Replicas { get; init; } = [];

    /// <summary>User name of the DB system's administrator.</summary>
    public required string AdminUser { get; init; }

    /// <summary>Password of the DB system's administrator.</summary>
    public required Secret AdminPassword { get; init; }

    /// <summary>Schema of the product, such as "moodle".</summary>
    public required string Name { get; init; }

    /// <summary>User of the product, such as "moodle".</summary>
    public required string User { get; init; }

    /// <summary>Password of the product's user.</summary>
    public required Secret Password { get; init; }
}

/// <summary>What the server says.</summary>
/// <param name="Reachable">Whether the administrator could connect.</param>
/// <param name="SchemaExists">Whether the schema is there.</param>
/// <param name="UserCanConnect">Whether the product's user gets in with its password and sees the schema.</param>
/// <param name="Type">"mysqli" (MySQL) or "mariadb", from SELECT VERSION(); empty when not reachable.</param>
public sealed record DatabaseState(bool Reachable, bool SchemaExists, bool UserCanConnect, string Type)
{
    /// <summary>Whether nothing is left to do.</summary>
    public bool IsReady => Reachable && SchemaExists && UserCanConnect;
}
