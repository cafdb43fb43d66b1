using MoodleNodeAgent.Coordinator.Store;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Databases;

/// <summary>A site's tables as a whole, as backups and restores see them. The DB system's administrator looks.</summary>
internal interface ISiteData
{
    /// <summary>Writes down that a backup of this name is about to be made.</summary>
    Task MarkAsync(Endpoint server, Secret password, string backup, CancellationToken cancellation);

    /// <summary>Whether it is written down there that a backup of this name was about to be made.</summary>
    Task<bool> HasMarkAsync(Endpoint server, Secret password, string backup, CancellationToken cancellation);

    /// <summary>Rows of each table of a schema, counted one by one.</summary>
    Task<IReadOnlyDictionary<string, long>> CountAsync(
        Endpoint server, Secret password, string schema, CancellationToken cancellation);

    /// <summary>Puts one server's tables of a schema in the place of another's, all at one instant; until then nothing of
    /// that one changes. What stood there is kept in the schema with "_before" behind its name.</summary>
    Task ReplaceAsync(TableMove move, Action<string> say, CancellationToken cancellation);
}

/// <summary>Tables on their way from one server to another.</summary>
internal sealed record TableMove
{
    public required Endpoint From { get; init; }

    public required Endpoint To { get; init; }

    /// <summary>Of the administrator of both.</summary>
    public required Secret Password { get; init; }

    public required string Schema { get; init; }
}
