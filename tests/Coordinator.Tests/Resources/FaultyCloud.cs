using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Commands;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Signing;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

/// <summary>A test bed whose cloud can be disturbed, whose calls are written down, and whose client does not wait
/// between attempts.</summary>
internal sealed class FaultyCloud : IAsyncDisposable
{
    /// <summary>Of the real clock; an attempt that takes longer counts as unanswered.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.8);

    private static readonly string[] Ended = ["TERMINATED", "DELETED", "DETACHED"];

    private readonly CloudTestBed bed;
    private readonly OciConnection connection;
    private readonly CallLog log = new(new SocketsHttpHandler { UseProxy = false });
    private readonly HttpClient control;

    private FaultyCloud(CloudTestBed bed)
    {
        this.bed = bed;
        control = new HttpClient { BaseAddress = bed.Endpoint };
        var profile = OciConfigFile.Read(bed.ConfigFile, "DEFAULT", "/", _ => null);
        connection = new OciConnection(
            new OciClientOptions
            {
                Region = profile.Region!,
                Endpoint = bed.Endpoint,
                AttemptTimeout = Patience * HurriedTime.Factor,
            },
            new OciProfileKeys(profile), new HurriedTime(), new Random(1), log);
        Access = new OpenAccess(CloudClients.Over(connection, profile.Tenancy!));
    }

    public ICloudAccess Access { get; }

    /// <summary>Names of the operations that were called since the last look.</summary>
    public IReadOnlySet<string> TakeCalls()
    {
        var names = log.Operations.Keys.ToHashSet();
        log.Operations.Clear();
        return names;
    }

    public static async Task<FaultyCloud> StartAsync(CloudKeys keys) =>
        new(await CloudTestBed.StartAsync(keys.Folder));

    public ScriptedFleet Fleet => bed.Fleet;

    public async Task<Applied> ApplyAsync() => await ApplyAsync(CloudTestBed.Site());

    public async Task<Applied> ApplyAsync(Site site)
    {
        var (ended, events) = await bed.ApplyAsync(site, Access);
        return new Applied(ended.Succeeded, ended.Changed, ended.Error, events.Count);
    }

    /// <summary>Plans with a coordinator of its own.</summary>
    public async Task<PlanReply> PlanAsync(Site site)
    {
        using var store = bed.OpenStore();
        using var deployment = bed.Deployment(store, Access);
        return await deployment.PlanAsync(site, bed.Artifact, CancellationToken.None);
    }

    /// <summary>Uses a coordinator of its own.</summary>
    public async Task<T> UseAsync<T>(Func<SiteDeployment, SiteStore, Task<T>> work)
    {
        using var store = bed.OpenStore();
        using var deployment = bed.Deployment(store, Access);
        return await work(deployment, store);
    }

    public Task<ApplyEnded> DestroyAsync(bool withData) => UseAsync((deployment, _) =>
        deployment.DestroyAsync(new DestroyScope(withData, true), new EventList(), CancellationToken.None));

    public async Task SetAsync(string table, JsonObject entry)
    {
        using var answer = await control.PostAsJsonAsync("/_local/" + table, entry);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Ends all disturbances; names the faults that never hit.</summary>
    public async Task<IReadOnlyList<string>> CalmAsync()
    {
        var idle = (await ReadAsync("faults")).Where(fault => fault!["times"]!.GetValue<int>() is 1 or Fault.Always)
            .Select(fault => fault!["kind"]!.GetValue<string>()).ToList();
        (await control.DeleteAsync(new Uri("/_local/faults", UriKind.Relative))).Dispose();
        (await control.DeleteAsync(new Uri("/_local/capacity", UriKind.Relative))).Dispose();
        return idle;
    }

    public async Task DeleteAsync(string id) =>
        (await control.DeleteAsync(new Uri("/_local/resources/" + id, UriKind.Relative)))
        .EnsureSuccessStatusCode().Dispose();

    /// <summary>What lives of what the coordinator made: OCID and state. What the cloud makes along with it, such as a
    /// VCN's own route table, is the cloud's affair; an export
    /// bears no tags, but a path.</summary>
    public async Task<IReadOnlyList<(string Id, string Kind, string State)>> LiveAsync() =>
    [
        .. (await ReadAsync("resources"))
            .Where(resource => resource!["id"] is not null && resource["lifecycleState"] is not null
                && (resource["freeformTags"]?[CloudSite.StepTag] is not null || resource["path"] is not null))
            .Select(resource => (Id: resource!["id"]!.GetValue<string>(),
                State: resource["lifecycleState"]!.GetValue<string>()))
            .Where(resource => !Ended.Contains(resource.State))
            .Select(resource => (resource.Id, resource.Id.Split('.')[1], resource.State)),
    ];

    /// <summary>How many of a kind live, whoever made them.</summary>
    public async Task<int> CountAsync(string kind) => (await ReadAsync("resources")).Count(resource =>
        resource!["id"]?.GetValue<string>().Split('.')[1] == kind
        && !Ended.Contains(resource["lifecycleState"]?.GetValue<string>()));

    /// <summary>How many of each kind live, such as "instance 2".</summary>
    public async Task<IReadOnlyList<string>> CensusAsync() =>
    [
        .. (await LiveAsync()).GroupBy(resource => resource.Kind)
            .Select(kind => $"{kind.Key} {kind.Count()}").Order(StringComparer.Ordinal),
    ];

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        connection.Dispose();
        log.Dispose();
        await bed.DisposeAsync();
    }

    private async Task<JsonArray> ReadAsync(string table) =>
        JsonNode.Parse(await control.GetStringAsync(new Uri("/_local/" + table, UriKind.Relative)))!.AsArray();

    private sealed class OpenAccess(CloudClients clients) : ICloudAccess
    {
        public CloudClients Connect(CloudSpec cloud) => clients;
    }

    private sealed class CallLog(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly OperationTable table = new(OperationText.Text);

        public ConcurrentDictionary<string, bool> Operations { get; } = new();

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            Operations[table.Find(request.Method.Method, path).Operation.Name] = true;
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>A key and a profile that many clouds share.</summary>
public sealed class CloudKeys : IDisposable
{
    public CloudKeys() => Credentials.ReadOrCreate(Home, "eu-frankfurt-1");

    public DirectoryInfo Folder => new(Path.Combine(Home.FullName, "oci"));

    private DirectoryInfo Home { get; } = Directory.CreateTempSubdirectory("mna-keys-");

    public void Dispose() => Home.Delete(recursive: true);
}

/// <summary>How an apply ended.</summary>
internal sealed record Applied(bool Succeeded, bool Changed, string Error, int Events);

/// <summary>The system's clock, but timers end a thousand times sooner: pauses between attempts are not waited for.
/// </summary>
internal sealed class HurriedTime : TimeProvider
{
    public const int Factor = 1000;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Hurry(dueTime), Hurry(period));

    private static TimeSpan Hurry(TimeSpan span) => span > TimeSpan.Zero ? span / Factor : span;
}
