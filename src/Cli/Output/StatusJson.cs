using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Output;

/// <summary>The site as it stands, for programs. Names and shape are a promise: they only ever grow.</summary>
internal static partial class StatusJson
{
    private static readonly Context Json = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        // What only replicas have is not there for the others.
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // Read by programs and people, never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Render(SiteStatus status) => JsonSerializer.Serialize(
        new Document(
            status.SiteUrl,
            NodesOf(status),
            new Database(EndpointsOf(status)),
            new Balancer(
                status.Balancer?.Address ?? "", status.Balancer?.Healthy ?? 0, status.Balancer?.Total ?? 0),
            new Storage(
                status.Storage?.Export ?? "", status.Storage?.MountCommand ?? "", status.Storage?.Ports ?? ""),
            status.WallSeconds,
            status.LongestPathSeconds),
        Json.Document);

    /// <summary>The nodes alone: the array "nodes" of the whole.</summary>
    public static string RenderNodes(SiteStatus status) =>
        JsonSerializer.Serialize(NodesOf(status), Json.IReadOnlyListNode);

    /// <summary>The endpoints alone: the array "endpoints" of the whole.</summary>
    public static string RenderEndpoints(SiteStatus status) =>
        JsonSerializer.Serialize(EndpointsOf(status), Json.IReadOnlyListEndpoint);

    private static IReadOnlyList<Node> NodesOf(SiteStatus status) =>
        [.. status.Nodes.Select(node => new Node(
            node.Name, node.Address, node.Connected, CountsOf(node),
            [.. node.Drift.Select(drift => new Drift(drift.Task, drift.What, drift.Repaired))]))];

    private static IReadOnlyList<Endpoint> EndpointsOf(SiteStatus status) =>
        [.. (status.Database?.Endpoints ?? []).Select(endpoint =>
            new Endpoint(
                endpoint.Role, endpoint.Address, endpoint.Port, endpoint.Health?.IsUsed,
                endpoint.Health is { HasLagSeconds: true } health ? health.LagSeconds : null,
                endpoint.Health is { Reason.Length: > 0 } unused ? unused.Reason : null))];

    private static Counts CountsOf(NodeStatus node)
    {
        var tasks = node.Tasks ?? new TaskCounts();
        return new Counts(tasks.Ok, tasks.Changed, tasks.Failed, tasks.Skipped);
    }

    internal sealed record Document(
        string SiteUrl,
        IReadOnlyList<Node> Nodes,
        Database Database,
        Balancer Balancer,
        Storage Storage,
        double WallSeconds,
        double LongestPathSeconds);

    internal sealed record Node(
        string Name, string Address, bool Connected, Counts Tasks, IReadOnlyList<Drift> Drift);

    internal sealed record Drift(string Task, string What, bool Repaired);

    internal sealed record Counts(uint Ok, uint Changed, uint Failed, uint Skipped);

    internal sealed record Database(IReadOnlyList<Endpoint> Endpoints);

    internal sealed record Endpoint(
        string Role, string Address, uint Port, bool? ReadFrom, double? LagSeconds, string? Reason);

    internal sealed record Balancer(string Address, uint Healthy, uint Total);

    internal sealed record Storage(string Export, string MountCommand, string Ports);

    [JsonSerializable(typeof(Document))]
    [JsonSerializable(typeof(IReadOnlyList<Node>))]
    [JsonSerializable(typeof(IReadOnlyList<Endpoint>))]
    private sealed partial class Context : JsonSerializerContext;
}
