using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

/// <summary>The control endpoint of a test bed's cloud.</summary>
internal sealed class CloudControl(Uri endpoint) : IDisposable
{
    private readonly HttpClient client = new() { BaseAddress = endpoint };

    public async Task SetAsync(string table, JsonObject entry) =>
        (await client.PostAsJsonAsync("/_local/" + table, entry)).EnsureSuccessStatusCode().Dispose();

    public async Task ClearAsync(string table) =>
        (await client.DeleteAsync(new Uri("/_local/" + table, UriKind.Relative))).EnsureSuccessStatusCode().Dispose();

    public async Task<JsonArray> ReadAsync(string table) =>
        JsonNode.Parse(await client.GetStringAsync(new Uri("/_local/" + table, UriKind.Relative)))!.AsArray();

    /// <summary>Calls of an operation so far.</summary>
    public async Task<int> CountAsync(string operation) =>
        (await ReadAsync("requests")).Count(call => call!["operation"]!.GetValue<string>() == operation);

    /// <summary>Calls so far that change something.</summary>
    public async Task<IReadOnlyList<string>> ChangesAsync() =>
    [
        .. (await ReadAsync("requests")).Where(call => call!["changes"]!.GetValue<bool>())
            .Select(call => call!["operation"]!.GetValue<string>()),
    ];

    /// <summary>A member of every instance that runs.</summary>
    public async Task<IReadOnlyList<string>> InstancesAsync(string member) =>
    [
        .. (await ReadAsync("resources"))
            .Where(resource => resource!["shape"] is not null && $"{resource["lifecycleState"]}" == "RUNNING")
            .Select(resource => $"{resource![member]}"),
    ];

    public void Dispose() => client.Dispose();
}
