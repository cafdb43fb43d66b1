namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>The coordinator's store: one SQLite file (coordinator.db) and its key (coordinator.key) in one folder.</summary>
public sealed partial class SiteStore : IDisposable
{
    private readonly Database database;
    private readonly Vault vault;
    private readonly TimeProvider time;
    private readonly string keyPath;

    private SiteStore(Database database, Vault vault, TimeProvider time, string keyPath)
    {
        this.keyPath = keyPath;
        this.database = database;
        this.vault = vault;
        this.time = time;
        Secrets = new SecretStore(database, vault);
        Documents = new DocumentStore(database, vault);
        Audit = new AuditLog(database, time);
    }

    /// <summary>Generated passwords.</summary>
    public ISecretStore Secrets { get; }

    /// <summary>Documents of the other parts.</summary>
    public IDocumentStore Documents { get; }

    /// <summary>What operators did.</summary>
    public IAuditLog Audit { get; }

    /// <summary>A store that lives in memory, as long as its process does.</summary>
    internal static SiteStore InMemory(TimeProvider time, Action<Database> prepare)
    {
        var database = Database.OpenInMemory();
        prepare(database);
        return new SiteStore(database, Vault.InMemory(), time, "");
    }

    /// <summary>Opens the store in this folder (made with mode 0700); makes it when there is none.</summary>
    public static SiteStore Open(string folder, TimeProvider time)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var keyPath = Path.Combine(folder, "coordinator.key");
        var vault = Vault.Open(keyPath);
        return new SiteStore(Database.Open(Path.Combine(folder, "coordinator.db")), vault, time, keyPath);
    }

    /// <summary>Intents and outcomes of a site's calls.</summary>
    public IJournal Journal(string site)
    {
        database.Execute(
            "INSERT OR IGNORE INTO births VALUES ($site, $id)", ("$site", site), ("$id", Guid.NewGuid().ToString("N")));
        return new Journal(database, vault, time, site);
    }

    /// <summary>What is known of a site's steps.</summary>
    public IStepStates Steps(string site) => new StepStates(database, time, site);

    /// <summary>A site's applies and its lease.</summary>
    public IApplies Applies(string site) => new Applies(database, time, site);

    /// <inheritdoc />
    public void Dispose()
    {
        database.Dispose();
        vault.Dispose();
    }
}
