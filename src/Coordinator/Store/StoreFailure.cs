using Microsoft.Data.Sqlite;

namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>What to do when the store itself fails.</summary>
internal static class StoreFailure
{
    private const int Full = 13;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>Whether the store failed, not the cloud.</summary>
    public static bool Is(Exception exception) => exception is SqliteException;

    /// <summary>The message with its remedy.</summary>
    public static string Explain(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: Full or InputOutput } full =>
            $"Cannot write the coordinator's store: {full.Message} Nothing was started that is not written down. Make room "
            + "on its disk and apply again: it goes on from where it was.",
        SqliteException { SqliteErrorCode: Corrupt or NotADatabase } corrupt =>
            $"Cannot read the coordinator's store: {corrupt.Message} Stop the coordinator, move coordinator.db away and put "
            + "back a copy; without one, start it anew and apply: what is in the cloud is found by its tags.",
        _ => exception.Message,
    };
}
