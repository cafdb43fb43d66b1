using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>A resource of any kind: its document as the API tells it, and what the API does not tell.</summary>
internal sealed class Resource
{
    public required string Id { get; init; }
    public required ResourceKind Kind { get; init; }
    public required string CompartmentId { get; init; }
    public required DateTimeOffset TimeCreated { get; init; }

    /// <summary>The document as Get answers it.</summary>
    public required JsonObject Document { get; set; }

    /// <summary>Members that stay inside: addresses not told yet, passwords.</summary>
    public JsonObject Inside => field ??= [];

    public string ETag { get; private set; } = NewETag();

    /// <summary>When the resource was gone; null: it lives.</summary>
    public DateTimeOffset? TimeEnded { get; set; }

    /// <summary>The last piece of work on this resource in the data plane; the next one waits for it.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Present state, told as lifecycleState unless the kind has none to tell.</summary>
    public required string State
    {
        get;
        set
        {
            field = value;
            if (!Kind.HidesState)
            {
                Document["lifecycleState"] = value;
            }

            Touch();
        }
    }

    public string DisplayName => Document.TextOrNull("displayName") ?? Id;

    /// <summary>Neither gone nor going.</summary>
    public bool IsLive => State != Kind.Deleted && State != Kind.Deleting && TimeEnded is null;

    /// <summary>Marks a change: a new etag.</summary>
    public void Touch() => ETag = NewETag();

    private static string NewETag() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
