using System.Net.Sockets;
using System.Runtime.InteropServices;
using MoodleNodeAgent.Agent.Executor.Host;
using Serilog;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>Lets only the link's user, root and the executor's own user speak to the executor.</summary>
/// <param name="linkUser">User name; its group of the same name may open the socket.</param>
internal sealed class PeerCheck(Accounts accounts, string linkUser, ILogger log)
{
    private const int SolSocket = 1;
    private const int PeerCredentials = 17;

    /// <summary>Opens the socket to the link's group and to nobody else.</summary>
    public void Protect(string socketPath)
    {
        if (accounts.GroupId(linkUser) is { } group)
        {
            Native.ChangeOwner(socketPath, Native.Status(socketPath)!.Value.Uid, group);
        }

        Native.ChangeMode(socketPath, 0b110_110_000);
    }

    public bool Allows(Socket socket)
    {
        // struct ucred: pid, uid, gid, 4 bytes each.
        var credentials = new byte[12];
        socket.GetRawSocketOption(SolSocket, PeerCredentials, credentials);
        var uid = MemoryMarshal.Read<uint>(credentials.AsSpan(4));
        if (uid == 0 || uid == accounts.UserId(linkUser) || uid == Native.Status("/proc/self")?.Uid)
        {
            return true;
        }

        log.Warning("Connection of user {User} refused: only {LinkUser} may speak to the executor",
            accounts.UserName(uid), linkUser);
        return false;
    }
}
