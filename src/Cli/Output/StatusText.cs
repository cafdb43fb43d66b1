using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Output;

/// <summary>The site as it stands, for a person.</summary>
internal static class StatusText
{
    public static void Write(TextWriter output, SiteStatus status)
    {
        output.WriteLine($"Site       {status.Site} ({status.Product})");
        output.WriteLine($"URL        {status.SiteUrl}");
        var balancer = status.Balancer ?? new BalancerStatus();
        output.WriteLine(
            $"Balancer   {balancer.Address}, ports {string.Join(", ", balancer.Ports)}: {balancer.Healthy} of "
            + $"{balancer.Total} nodes healthy");
        output.WriteLine("Database");
        WriteEndpoints(output, "  ", status);
        var storage = status.Storage ?? new StorageStatus();
        output.WriteLine($"Storage    {storage.Export}");
        output.WriteLine($"  mount    {storage.MountCommand}");
        output.WriteLine($"  ports    {storage.Ports}");
        output.WriteLine("Nodes");
        WriteNodes(output, "  ", status);
        if (status.WallSeconds > 0)
        {
            output.WriteLine($"Wall time  {Duration.Show(status.WallSeconds)}");
            output.WriteLine(
                $"Longest path  {Duration.Show(status.LongestPathSeconds)}: {string.Join(" > ", status.LongestPath)}");
        }
    }

    public static void WriteEndpoints(TextWriter output, string indent, SiteStatus status) => TextTable.Write(
        output,
        indent,
        [.. (status.Database?.Endpoints ?? []).Select(endpoint =>
            new[] { endpoint.Role, $"{endpoint.Address}:{endpoint.Port}", HealthOf(endpoint) })]);

    private static string HealthOf(DatabaseEndpoint endpoint) => endpoint.Health switch
    {
        null => "",
        { IsUsed: true } health => $"read from{Lag(health)}",
        var health => $"NOT read from{Lag(health)}: {health.Reason}",
    };

    private static string Lag(ReplicaHealth health) =>
        health.HasLagSeconds ? $", {Duration.Show(health.LagSeconds)} behind" : "";

    public static void WriteNodes(TextWriter output, string indent, SiteStatus status)
    {
        WriteNodeTable(output, indent, status);
        foreach (var node in status.Nodes)
        {
            foreach (var drift in node.Drift)
            {
                output.WriteLine($"{indent}{node.Name} {(drift.Repaired ? "repaired" : "differs")}: {drift.Task}: {drift.What}");
            }
        }
    }

    private static void WriteNodeTable(TextWriter output, string indent, SiteStatus status) => TextTable.Write(
        output,
        indent,
        [.. status.Nodes.Select(node => new[]
        {
            node.Name,
            node.Address,
            node.Connected ? "connected" : "not connected",
            Counts(node.Tasks ?? new TaskCounts()),
        })]);

    private static string Counts(TaskCounts tasks) =>
        $"{tasks.Ok} ok, {tasks.Changed} changed, {tasks.Failed} failed, {tasks.Skipped} skipped";
}
