using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>The coordinator's own TLS certificates by DNS name. The site's name comes with its first apply, so a
/// certificate is made when a client first asks for a name of the right form.</summary>
internal sealed class ServerCertificates(Authority authority, TimeProvider time)
{
    /// <summary>Most names whose certificates are kept; strangers choose the name they ask for.</summary>
    public const int MaxNames = 64;

    private readonly ConcurrentDictionary<string, (SslStreamCertificateContext Context, X509Certificate2 Root)> _contexts = new();

    /// <summary>The certificate for the name that the client asked for; renewed at half its life.</summary>
    /// <returns>Null: no certificate for such a name.</returns>
    public SslStreamCertificateContext? Find(string serverName)
    {
        X509Certificate2 root = authority.Root;
        bool isKnown = _contexts.TryGetValue(serverName, out (SslStreamCertificateContext Context, X509Certificate2 Root) present);
        if (isKnown && ReferenceEquals(present.Root, root)
            && time.GetUtcNow() < present.Context.TargetCertificate.NotBefore + (Authority.LeafLife / 2))
        {
            return present.Context;
        }

        if (!IsOurs(serverName))
        {
            return null;
        }

        if (!isKnown && _contexts.Count >= MaxNames)
        {
            // Dropped names are made anew when asked for again, so strangers cannot crowd out the site's own.
            _contexts.TryRemove(_contexts.Keys.First(), out _);
        }

        X509Certificate2 certificate = authority.IssueServer(serverName);
        // Who trusts the root before the last rotation only finds the way from there by the cross certificate.
        X509Certificate2Collection? chain = authority.Former is { } former ? [former.Cross] : null;
        // Offline: a handshake must not look for certificates on the network.
        var context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        _contexts[serverName] = (context, root);
        return context;
    }

    private static bool IsOurs(string name) =>
        name.Split('.') is ["control", var site, "internal"]
        && site.Length is > 0 and <= 63
        && site.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
