using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Faults;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.Simulation;

/// <summary>A cloud with its agents, a store, and one coordinator after the other, all on one thread and one clock.</summary>
internal sealed class World : IDisposable
{
    public const string Tenancy = "ocid1.tenancy.oc1..simulation";

    private readonly SimulatedDatabase database;
    private readonly OciConnection connection;
    private readonly CloudClients clients;
    private readonly Random? chance;
    private readonly Limits limits;
    private Database file = null!;

    /// <param name="chance">Decides the order of what is ready; null: as it became ready.</param>
    /// <param name="limits">The coordinator's; null: its defaults with a long lease.</param>
    /// <param name="callsAtOnce">Calls of one service at the same time.</param>
    public World(Random? chance = null, Limits? limits = null, int callsAtOnce = 32)
    {
        this.chance = chance;
        this.limits = (limits ?? new Limits()) with { Lease = TimeSpan.FromHours(2) };
        Cloud = new Cloud(
            new CloudOptions { TenancyId = Tenancy, LatencyFactor = 1, IsWorkImmediate = true },
            new ApiOnlyDataPlane(Time), Time, Time);
        Dispatcher = new ApiDispatcher(Cloud);
        Agents = new SimulatedAgents(Cloud, Time);
        database = new SimulatedDatabase(Cloud, Time);
        Wire = new Wire(Dispatcher, Mortality);
        connection = new OciConnection(
            new OciClientOptions
            {
                Region = "eu-frankfurt-1",
                Endpoint = new Uri("http://cloud.simulation"),
                CallsAtOnce = callsAtOnce,
            },
            new SimulatedKeys(Time), Time, new Random(1), Wire);
        clients = CloudClients.Over(connection, Tenancy) with
        {
            ReadInstanceRootsAsync = _ => throw new NotSupportedException(),
        };
        Store = NewStore();
    }

    public SimulatedTime Time { get; } = new();

    public Mortality Mortality { get; } = new();

    public Cloud Cloud { get; }

    public ApiDispatcher Dispatcher { get; }

    public FaultTable Faults => Dispatcher.Faults;

    public SimulatedAgents Agents { get; }

    public Wire Wire { get; }

    public SiteStore Store { get; private set; }

    /// <summary>What the last process reported.</summary>
    public IReadOnlyList<ApplyEvent> Events { get; private set; } = [];

    public static Artifact Artifact { get; } = new(new string('b', 64), 12345);

    /// <summary>A site of so many nodes, replicas and HeatWave nodes.</summary>
    public static Site Site(int nodes, int replicas, int heatWave = 0)
    {
        var site = ExampleSite.Of(nodes, replicas);
        return site with { Database = site.Database with { HeatWave = new HeatWaveSpec { Nodes = heatWave } } };
    }

    /// <summary>Starts a coordinator, has it work, and ends it.</summary>
    /// <param name="dieAt">Event at which it is killed; 0: none.</param>
    /// <param name="work">What it does.</param>
    /// <returns>Null: it died.</returns>
    public T? Run<T>(int dieAt, Func<SiteDeployment, IProgress<ApplyEvent>, Task<T>> work)
        where T : class
    {
        Mortality.Begin(dieAt);
        var events = new EventList();
        Events = events.All;
        var deployment = new SiteDeployment(
            Store, new OneCloud(clients), new SiteParts
            {
                Fleet = Agents,
                Bootstrap = Agents,
                Databases = database,
                Prover = new SimulatedProver(Time),
                Secrets = Store.Secrets,
                Control = new ControlSettings(),
            },
            limits, Time);
#pragma warning disable CA2025 // The task has ended by then, or never goes on.
        var task = new OneThread(Time, chance).Run(() => work(deployment, events), () => Mortality.IsDead);
#pragma warning restore CA2025

        // A dead process disposes of nothing.
        if (task is not null)
        {
            deployment.Dispose();
        }

        return task?.GetAwaiter().GetResult();
    }

    public ApplyEnded? Apply(Site site, int dieAt = 0) => Run(
        dieAt, (deployment, events) => deployment.ApplyAsync(site, Artifact, events, CancellationToken.None));

    public PlanReply Plan(Site site) => Run(
        0, (deployment, _) => deployment.PlanAsync(site, Artifact, CancellationToken.None))!;

    public ApplyEnded? Destroy(bool withData, int dieAt = 0) => Run(
        dieAt, (deployment, events) => deployment.DestroyAsync(
            new DestroyScope(withData, WithoutCopy: true), events, CancellationToken.None));

    /// <summary>The disk of the store takes so many more pages, and then is full; null: as many as are wanted.</summary>
    public void LimitStore(int? pages)
    {
        var used = file.Query("PRAGMA page_count", row => row.GetInt32(0)).Single();
        file.Execute($"PRAGMA max_page_count = {(pages is { } more ? used + more : 1_000_000)}");
    }

    /// <summary>The store is lost: the next coordinator begins with nothing.</summary>
    public void LoseStore()
    {
        Store.Dispose();
        Store = NewStore();
    }

    public void Dispose()
    {
        Store.Dispose();
        connection.Dispose();
        Wire.Dispose();

        // Its work is done within the calls, so that nothing is waited for.
        Cloud.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private SiteStore NewStore() => SiteStore.InMemory(Time, database =>
    {
        file = database;
        database.OnCommit(Mortality.MayCommit);
    });

    private sealed class EventList : IProgress<ApplyEvent>
    {
        public List<ApplyEvent> All { get; } = [];

        public void Report(ApplyEvent value) => All.Add(value);
    }
}
