namespace MoodleNodeAgent.Coordinator.Recovery;

/// <summary>What a store holds that neither the cloud nor the agents can give back.</summary>
internal sealed record RecoveryContent
{
    /// <summary>Name of the site; null: the coordinator has none yet.</summary>
    public required string? Site { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset Saved { get; init; }

    /// <summary>Key of the store, for copies of its file.</summary>
    public required byte[] StoreKey { get; init; }

    /// <summary>Generated passwords by name.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>Documents of all parts, such as the authority.</summary>
    public required IReadOnlyList<RecoveryDocument> Documents { get; init; }
}

/// <summary>One document of the store, in clear.</summary>
internal sealed record RecoveryDocument(string Kind, string Id, bool IsEncrypted, byte[] Content);
