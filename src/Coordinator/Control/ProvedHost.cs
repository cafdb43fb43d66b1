using System.Text.Json;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>A control host that proved itself to this coordinator.</summary>
/// <param name="Instance">OCID.</param>
/// <param name="Address">HOST:PORT of its operators' listener.</param>
/// <param name="ServerName">Name in its certificate.</param>
/// <param name="Root">Root certificate of its authority, DER.</param>
internal sealed record ProvedHost(string Instance, string Address, string ServerName, byte[] Root)
{
    private const string Kind = "control";
    private const string Id = "host";

    /// <summary>What was proved; null: nothing yet.</summary>
    public static ProvedHost? Read(IDocumentStore documents) =>
        documents.Get(Kind, Id) is { } content ? JsonSerializer.Deserialize<ProvedHost>(content) : null;

    /// <summary>Keeps it.</summary>
    public void Save(IDocumentStore documents) => documents.Put(Kind, Id, JsonSerializer.SerializeToUtf8Bytes(this));
}
