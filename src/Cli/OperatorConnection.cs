using System.Net.Sockets;
using Grpc.Net.Client;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli;

/// <summary>The coordinator's operator service over its Unix socket.</summary>
internal sealed class OperatorConnection : IDisposable
{
    private readonly GrpcChannel channel;

    public OperatorConnection(string socketPath)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, cancellation) => ConnectAsync(socketPath, cancellation),
        };
        // The address only names the protocol; the socket decides where the call goes.
        channel = GrpcChannel.ForAddress("http://coordinator", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
        });
        Client = new Operator.OperatorClient(channel);
        Watch = new Watch.WatchClient(channel);
        Tasks = new Tasks.TasksClient(channel);
        Nodes = new Nodes.NodesClient(channel);
    }

    public Operator.OperatorClient Client { get; }

    public Watch.WatchClient Watch { get; }

    public Tasks.TasksClient Tasks { get; }

    public Nodes.NodesClient Nodes { get; }

    public void Dispose() => channel.Dispose();

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
