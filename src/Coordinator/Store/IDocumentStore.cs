namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>Small documents of other parts (certificates, nodes, tokens) by kind and id; each put is on disk when it
/// returns.</summary>
public interface IDocumentStore
{
    /// <summary>The document; null: there is none.</summary>
    byte[]? Get(string kind, string id);

    /// <summary>Writes or replaces the document in clear.</summary>
    void Put(string kind, string id, ReadOnlySpan<byte> content);

    /// <summary>Writes or replaces the document, encrypted under the store's key; Get gives it back in clear.</summary>
    void PutEncrypted(string kind, string id, ReadOnlySpan<byte> content);

    /// <summary>Writes the document unless there is one; false: there was one, and it stays.</summary>
    bool TryAdd(string kind, string id, ReadOnlySpan<byte> content);

    /// <summary>Removes the document; false: there was none, so of two callers one gets true.</summary>
    bool Remove(string kind, string id);

    /// <summary>Ids of a kind, sorted.</summary>
    IReadOnlyList<string> List(string kind);
}
