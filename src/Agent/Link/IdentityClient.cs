using System.Net.Sockets;
using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>Asks the identity process, which may read what the link may not, to sign a challenge.</summary>
internal sealed class IdentityClient(string socketPath, Limits limits)
{
    /// <summary>The proof that this host is the instance which its certificate names.</summary>
    public async Task<InstanceIdentity> ProveAsync(
        ByteString nonce, byte[] certificateRequest, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation);
        }
        catch (SocketException exception)
        {
            throw new IOException(
                $"Cannot reach {socketPath}: {exception.Message}. Start moodle-node-agent-identity.socket, or put a "
                + "join token into agent.toml.", exception);
        }

        await using var stream = new MessageStream(new NetworkStream(socket), limits.Message);
        await stream.WriteAsync(
            new IdentityRequest { Nonce = nonce, CertificateRequest = ByteString.CopyFrom(certificateRequest) },
            cancellation);
        var reply = await stream.ReadAsync(IdentityReply.Parser, cancellation);
        return reply?.Identity ?? throw new IOException(reply is { Error.Length: > 0 }
            ? reply.Error
            : "The identity process gave no answer. Look at \"journalctl -u moodle-node-agent-identity@*\".");
    }
}
