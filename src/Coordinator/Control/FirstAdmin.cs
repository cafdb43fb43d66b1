using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>The operator who launched this control host: known by a public key from the user_data, and let in with a
/// certificate of that key's own until an admin has come with a card of this coordinator.</summary>
internal sealed class FirstAdmin
{
    private const string Kind = "first-admin";
    private const string Id = "ended";

    private readonly IDocumentStore documents;
    private volatile bool isOver;

    /// <param name="documents">Remembers the end.</param>
    /// <param name="keyFile">Public key in PEM; null: there is no first admin.</param>
    public FirstAdmin(IDocumentStore documents, string? keyFile)
    {
        this.documents = documents;
        if (keyFile is not null)
        {
            using ECDsa key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(keyFile));
            PublicKey = key.ExportSubjectPublicKeyInfo();
        }

        isOver = documents.Get(Kind, Id) is not null;
    }

    /// <summary>SubjectPublicKeyInfo; null: there is no first admin.</summary>
    public byte[]? PublicKey { get; }

    /// <summary>Whether the certificate is one that its holder made for itself: no coordinator issues such.</summary>
    public static bool IsSelfMade(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>Whether the certificate is the first admin's, who may still come with it. The handshake has shown that
    /// the caller has its key.</summary>
    public bool Admits(X509Certificate2 certificate) =>
        PublicKey is not null && !isOver && IsSelfMade(certificate)
        && CryptographicOperations.FixedTimeEquals(certificate.PublicKey.ExportSubjectPublicKeyInfo(), PublicKey);

    /// <summary>An admin has come with a card: from now on only cards count.</summary>
    public void End()
    {
        if (PublicKey is not null && !isOver)
        {
            documents.Put(Kind, Id, []);
            isOver = true;
        }
    }
}
