using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>Keeps the authority, keys encrypted, over restarts.</summary>
internal static class AuthorityStore
{
    /// <summary>Kind of its document.</summary>
    public const string Kind = "authority";
    private const string Id = "site";

    /// <summary>The stored authority; at the first start a new one.</summary>
    public static Authority LoadOrCreate(IDocumentStore documents, TimeProvider time)
    {
        if (documents.Get(Kind, Id) is { } stored)
        {
            return Authority.Import(stored, time);
        }

        var authority = Authority.Create(time);
        Save(documents, authority);
        return authority;
    }

    /// <summary>Keeps the authority as it is now.</summary>
    public static void Save(IDocumentStore documents, Authority authority) =>
        documents.PutEncrypted(Kind, Id, authority.Export());
}
