namespace MoodleNodeAgent.Coordinator.Store;

internal sealed class DocumentStore(Database database, Vault vault) : IDocumentStore
{
    public byte[]? Get(string kind, string id) =>
        database.Find(
            "SELECT encrypted, content FROM documents WHERE kind = $kind AND id = $id",
            row =>
            {
                var content = row.GetFieldValue<byte[]>(1);
                return row.GetBoolean(0) ? vault.Unseal(Place(kind, id), content) : content;
            },
            ("$kind", kind), ("$id", id));

    public void Put(string kind, string id, ReadOnlySpan<byte> content) =>
        Write("INSERT OR REPLACE", kind, id, encrypted: false, content.ToArray());

    public void PutEncrypted(string kind, string id, ReadOnlySpan<byte> content) =>
        Write("INSERT OR REPLACE", kind, id, encrypted: true, vault.Seal(Place(kind, id), content));

    public bool TryAdd(string kind, string id, ReadOnlySpan<byte> content) =>
        Write("INSERT OR IGNORE", kind, id, encrypted: false, content.ToArray()) > 0;

    public bool Remove(string kind, string id) =>
        database.Execute("DELETE FROM documents WHERE kind = $kind AND id = $id", ("$kind", kind), ("$id", id)) > 0;

    public IReadOnlyList<string> List(string kind) =>
        database.Query(
            "SELECT id FROM documents WHERE kind = $kind ORDER BY id", row => row.GetString(0), ("$kind", kind));

    private int Write(string verb, string kind, string id, bool encrypted, byte[] content) =>
        database.Execute(
            verb + " INTO documents VALUES ($kind, $id, $encrypted, $content)",
            ("$kind", kind), ("$id", id), ("$encrypted", encrypted), ("$content", content));

    private static string Place(string kind, string id) => $"document:{kind}:{id}";
}
