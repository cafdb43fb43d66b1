namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>Numbered steps of the schema. A number that has been released is never changed.</summary>
internal static class Migrations
{
    private static readonly IReadOnlyList<string> Steps =
    [
        """
        CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL);
        CREATE TABLE documents (
            kind TEXT NOT NULL, id TEXT NOT NULL, encrypted INTEGER NOT NULL, content BLOB NOT NULL,
            PRIMARY KEY (kind, id));
        CREATE TABLE journal (
            id INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL, step TEXT NOT NULL, operation TEXT NOT NULL,
            generation INTEGER NOT NULL, attempt INTEGER NOT NULL, token TEXT NOT NULL, body BLOB NOT NULL,
            epoch INTEGER NOT NULL, started TEXT NOT NULL, ended TEXT, outcome TEXT, resource TEXT, error TEXT);
        CREATE INDEX journal_by_step ON journal (site, step, id);
        CREATE TABLE steps (
            site TEXT NOT NULL, step TEXT NOT NULL, resource TEXT, outputs TEXT NOT NULL, spec_hash TEXT NOT NULL,
            seconds REAL, changed TEXT NOT NULL, PRIMARY KEY (site, step));
        CREATE TABLE applies (
            id INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL, epoch INTEGER NOT NULL, started TEXT NOT NULL,
            ended TEXT, succeeded INTEGER, changed INTEGER, wall_seconds REAL, longest_path_seconds REAL,
            longest_path TEXT, durations TEXT, error TEXT);
        CREATE TABLE births (site TEXT PRIMARY KEY, id TEXT NOT NULL);
        CREATE TABLE leases (
            site TEXT PRIMARY KEY, epoch INTEGER NOT NULL, owner TEXT NOT NULL, expires TEXT NOT NULL);
        """,
        """
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY, time TEXT NOT NULL, operator TEXT NOT NULL, action TEXT NOT NULL,
            subject TEXT NOT NULL, hash TEXT NOT NULL);
        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
        CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
        """,
    ];

    public static void Run(Database database)
    {
        database.Execute("CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL)");
        var version = database.Find("SELECT version FROM schema", row => row.GetInt32(0));
        if (version > Steps.Count)
        {
            throw new InvalidDataException(
                $"Cannot open the store: its schema {version} is newer than this program's {Steps.Count}. "
                + "Start the coordinator of the newer release.");
        }

        for (var next = version; next < Steps.Count; next++)
        {
            database.Atomically(() =>
            {
                database.Execute(Steps[next]);
                database.Execute("DELETE FROM schema");
                return database.Execute("INSERT INTO schema VALUES ($version)", ("$version", next + 1));
            });
        }
    }
}
