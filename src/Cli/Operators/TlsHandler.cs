using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MoodleNodeAgent.Cli.Operators;

/// <summary>Mutual TLS 1.3 with a coordinator: trusts the site's own root and nothing else.</summary>
internal static class TlsHandler
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    public static SocketsHttpHandler Create(OperatorCard card, X509Certificate2 identity)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.ImportFromPem(card.Root);
        var intermediates = new X509Certificate2Collection();
        intermediates.ImportFromPem(card.Certificates);
        intermediates.RemoveAt(0);
        return new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = (_, cancellation) => ConnectAsync(card.Address, cancellation),
            SslOptions = new SslClientAuthenticationOptions
            {
#pragma warning disable CA5398 // Both ends are ours, so nothing older is ever needed.
                EnabledSslProtocols = SslProtocols.Tls13,
#pragma warning restore CA5398
                CertificateChainPolicy = policy,
                ClientCertificateContext = SslStreamCertificateContext.Create(identity, intermediates, offline: true),
            },
        };
    }

    // The name in the URL is the coordinator's in its certificate; where it is, the card says.
    private static async ValueTask<Stream> ConnectAsync(string address, CancellationToken cancellation)
    {
        var separator = address.LastIndexOf(':');
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(
                address[..separator].Trim('[', ']'), int.Parse(address[(separator + 1)..], null), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
