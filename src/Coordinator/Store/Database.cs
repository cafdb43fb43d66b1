using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>The store's one SQLite file: one connection, one writer, every commit on disk before it returns.</summary>
public sealed class Database : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Lock gate = new();

    private Database(SqliteConnection connection)
    {
        this.connection = connection;
    }

    /// <summary>Opens the file, makes it when there is none, and brings it to the newest schema.</summary>
    public static Database Open(string path)
    {
        var builder = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        var connection = new SqliteConnection(builder.ToString());
        connection.Open();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var database = new Database(connection);
        database.Execute("PRAGMA journal_mode = WAL");
        database.Execute("PRAGMA synchronous = FULL");
        database.Execute("PRAGMA busy_timeout = 5000");
        Migrations.Run(database);
        return database;
    }

    /// <summary>A database without a file, with the newest schema.</summary>
    internal static Database OpenInMemory()
    {
        var connection = new SqliteConnection("Data Source=:memory:;Pooling=false");
        connection.Open();
        var database = new Database(connection);
        Migrations.Run(database);
        return database;
    }

    /// <summary>Asked before each commit; false undoes it and fails the write, as a death at this moment would.</summary>
    internal void OnCommit(Func<bool> mayCommit) =>
        raw.sqlite3_commit_hook(connection.Handle, _ => mayCommit() ? 0 : 1, null);

    /// <summary>Runs one statement in its own transaction; gives the number of rows that it changed.</summary>
    public int Execute(string sql, params (string Name, object? Value)[] parameters)
    {
        lock (gate)
        {
            using var command = Prepare(sql, parameters);
            return command.ExecuteNonQuery();
        }
    }

    /// <summary>Reads all rows of a query.</summary>
    public IReadOnlyList<T> Query<T>(
        string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        lock (gate)
        {
            using var command = Prepare(sql, parameters);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    /// <summary>Reads the first row of a query; the type's default when there is none.</summary>
    public T? Find<T>(
        string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        var rows = Query(sql, read, parameters);
        return rows.Count == 0 ? default : rows[0];
    }

    /// <summary>Runs several statements in one transaction: all of them, or none.</summary>
    public T Atomically<T>(Func<T> work)
    {
        lock (gate)
        {
            using var transaction = connection.BeginTransaction();
            var result = work();
            transaction.Commit();
            return result;
        }
    }

    /// <inheritdoc />
    public void Dispose() => connection.Dispose();

    private SqliteCommand Prepare(string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
