using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Cli.Operators;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli;

/// <summary>The coordinator's operator API: over its Unix socket on the same machine, or over mutual TLS from another.
/// </summary>
internal sealed class OperatorConnection : IDisposable
{
    private static readonly TimeSpan RenewalTimeout = TimeSpan.FromSeconds(10);

    private readonly GrpcChannel channel;

    /// <param name="socketPath">The coordinator's Unix socket.</param>
    public OperatorConnection(string socketPath)
        : this("http://coordinator", socketPath, new SocketsHttpHandler
        {
            // The address only names the protocol; the socket decides where the call goes.
            ConnectCallback = (_, cancellation) => ConnectAsync(socketPath, cancellation),
        })
    {
    }

    private OperatorConnection(string address, string place, SocketsHttpHandler handler)
    {
        Place = place;
        channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    /// <summary>Where the coordinator is, for messages.</summary>
    public string Place { get; }

    public Operator.OperatorClient Client => new(channel);

    public Watch.WatchClient Watch => new(channel);

    public Protocol.Operator.V1.Tasks.TasksClient Tasks => new(channel);

    public Protocol.Operator.V1.Nodes.NodesClient Nodes => new(channel);

    public Protocol.Operator.V1.Care.CareClient Care => new(channel);

    public Protocol.Operator.V1.Operators.OperatorsClient Operators => new(channel);

    public Adoption.AdoptionClient Adoption => new(channel);

    public Authorities.AuthoritiesClient Authorities => new(channel);

    public Recovery.RecoveryClient Recovery => new(channel);

    public Protocol.Operator.V1.ControlHost.ControlHostClient ControlHost => new(channel);

    /// <summary>As the operator who launched the control host, with a certificate of its own making.</summary>
    /// <param name="address">HOST:PORT.</param>
    /// <param name="serverName">Name in the coordinator's certificate.</param>
    /// <param name="root">PEM of the root that was proved.</param>
    /// <param name="identity">Certificate and key.</param>
    public static OperatorConnection AsFirstAdmin(
        string address, string serverName, string root, X509Certificate2 identity) => Over(
        new OperatorCard
        {
            Name = "first-admin", Role = "admin", Address = address, ServerName = serverName, Root = root,
            Certificates = identity.ExportCertificatePem(),
        },
        identity);

    /// <summary>With the operator's own certificate, which is renewed past half its life.</summary>
    public static OperatorConnection Open(OperatorFolder folder, TimeProvider clock)
    {
        var (card, identity) = folder.Open(clock, (card, identity, request) => Renew(card, identity, request, clock));
        return Over(card, identity);
    }

    public SiteLifecycle.SiteLifecycleClient Lifecycle => new(channel);

    public void Dispose() => channel.Dispose();

    private static OperatorConnection Over(OperatorCard card, X509Certificate2 identity) =>
        new($"https://{card.ServerName}", card.Address, TlsHandler.Create(card, identity));

    private static OperatorCard? Renew(
        OperatorCard card, X509Certificate2 identity, byte[] request, TimeProvider clock)
    {
        using var connection = Over(card, identity);
        try
        {
            return OperatorCard.Of(
                connection.Operators.RenewCertificate(
                    new RenewCertificateRequest { CertificateRequest = ByteString.CopyFrom(request) },
                    deadline: clock.GetUtcNow().Add(RenewalTimeout).UtcDateTime),
                card.Address);
        }
        catch (RpcException)
        {
            // The one that is there is good for days; the call that follows tells what is wrong.
            return null;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
