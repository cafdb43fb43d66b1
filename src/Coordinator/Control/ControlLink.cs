using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Net.Client;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>The first admin's way to a control host. Nothing but the question for a proof is sent before the proof was
/// checked; after it only the root counts that was proved.</summary>
internal sealed class ControlLink : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly string serverName;
    private readonly byte[] ownKey;
    private readonly TimeProvider time;
    private readonly GrpcChannel channel;
    private byte[]? shown;
    private byte[]? proved;

    /// <param name="address">HOST:PORT of the operators' listener.</param>
    /// <param name="serverName">Name that its certificate has to have.</param>
    /// <param name="key">The first admin's key.</param>
    /// <param name="time">Dates the certificate.</param>
    public ControlLink(string address, string serverName, ECDsa key, TimeProvider time)
    {
        this.serverName = serverName;
        this.time = time;
        ownKey = key.ExportSubjectPublicKeyInfo();
        channel = GrpcChannel.ForAddress($"https://{serverName}", new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectTimeout = ConnectTimeout,
                ConnectCallback = (_, cancellation) => ConnectAsync(address, cancellation),
                SslOptions = new SslClientAuthenticationOptions
                {
#pragma warning disable CA5398 // Both ends are ours, so nothing older is ever needed.
                    EnabledSslProtocols = SslProtocols.Tls13,
#pragma warning restore CA5398
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => IsSame(certificate),
                    ClientCertificateContext = SslStreamCertificateContext.Create(
                        SelfMade(key, time), additionalCertificates: null, offline: true),
                },
            },
        });
    }

    /// <summary>Bundles; for after the proof.</summary>
    public Protocol.Operator.V1.Recovery.RecoveryClient Recovery => new(channel);

    /// <summary>Asks for the proof and checks it: chain, question, instance, and that whoever gave it is whoever this
    /// connection leads to.</summary>
    /// <param name="launched">The instance that was launched.</param>
    /// <param name="roots">Roots of its region.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The proof; its root is the coordinator's.</returns>
    /// <exception cref="InstanceIdentityException">The proof does not hold.</exception>
    public async Task<ProveReply> ProveAsync(
        LaunchedInstance launched, IReadOnlyList<X509Certificate2> roots, CancellationToken cancellation)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(ControlStatement.NonceLength);
        ProveReply reply = await new ControlHost.ControlHostClient(channel).ProveAsync(
            new ProveRequest { Nonce = ByteString.CopyFrom(nonce) }, cancellationToken: cancellation);
        InstanceClaims claims = InstanceProof.Check(
            new InstanceIdentity
            {
                Nonce = ByteString.CopyFrom(nonce),
                Certificate = reply.Certificate,
                Intermediate = reply.Intermediate,
                Signature = reply.Signature,
            },
            ControlStatement.Write(nonce, reply.Root.Span, ownKey), roots, time.GetUtcNow());
        if (claims != new InstanceClaims(launched.InstanceId, launched.CompartmentId, launched.TenancyId))
        {
            throw new InstanceIdentityException(
                $"{claims.InstanceId} in {claims.CompartmentId} of {claims.TenancyId} is not {launched.InstanceId}, which was "
                + "launched as the control host");
        }

        lock (gate)
        {
            if (shown is null || !IsOf(shown, reply.Root.ToByteArray()))
            {
                throw new InstanceIdentityException(
                    "somebody stands between: the connection's certificate is not of the authority that was proved");
            }

            proved = reply.Root.ToByteArray();
        }

        return reply;
    }

    /// <inheritdoc />
    public void Dispose() => channel.Dispose();

    private static X509Certificate2 SelfMade(ECDsa key, TimeProvider time)
    {
        var request = new CertificateRequest("CN=first-admin", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = time.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
    }

    // Before the proof all connections have to show one certificate, so that the proof is about each of them.
    private bool IsSame(X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            return false;
        }

        lock (gate)
        {
            if (proved is not null)
            {
                return IsOf(leaf.RawData, proved);
            }

            shown ??= leaf.RawData;
            return shown.AsSpan().SequenceEqual(leaf.RawData);
        }
    }

    private bool IsOf(byte[] leaf, byte[] root)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(leaf);
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificate(root);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate) && certificate.MatchesHostname(serverName, allowWildcards: false);
    }

    private static async ValueTask<Stream> ConnectAsync(string address, CancellationToken cancellation)
    {
        int separator = address.LastIndexOf(':');
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
