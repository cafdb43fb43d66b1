using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>Channels to the coordinator that trust the site's root and nothing else.</summary>
/// <param name="roots">The roots of this moment: a rotation changes them.</param>
internal sealed class CoordinatorChannels(Func<X509Certificate2Collection> roots, Limits limits)
{
    /// <summary>How a server is reached. Default null: by name, TCP.</summary>
    public Func<DnsEndPoint, CancellationToken, ValueTask<Stream>>? Connect { get; init; }

    public static X509Certificate2Collection LoadRoots(string file)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file);
        return roots.Count > 0
            ? roots
            : throw new InvalidDataException($"Cannot trust any coordinator: {file} holds no certificate.");
    }

    /// <summary>A channel; with an identity it shows the agent's certificate.</summary>
    public GrpcChannel Open(string address, LinkIdentity? identity)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots());
        var tls = new SslClientAuthenticationOptions
        {
#pragma warning disable CA5398 // Both ends are ours, so nothing older is ever needed.
            EnabledSslProtocols = SslProtocols.Tls13,
#pragma warning restore CA5398
            CertificateChainPolicy = policy,
        };
        if (identity is not null)
        {
            tls.ClientCertificateContext =
                SslStreamCertificateContext.Create(identity.Certificate, identity.Chain, offline: true);
        }

        var handler = new SocketsHttpHandler
        {
            SslOptions = tls,
            ConnectTimeout = limits.Connect,
            KeepAlivePingDelay = limits.Ping,
            KeepAlivePingTimeout = limits.PingAnswer,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            UseProxy = false,
        };
        if (Connect is { } connect)
        {
            handler.ConnectCallback = (context, cancellation) => connect(context.DnsEndPoint, cancellation);
        }

        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = limits.Message,
            MaxSendMessageSize = limits.Message,
        });
    }
}
