using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>Who is at the other end of the Unix socket, as the kernel says.</summary>
internal static class OperatorIdentity
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>Such as "uid 0 (pid 4711)".</summary>
    public static string Of(HttpContext context)
    {
        if (!OperatingSystem.IsLinux()
            || context.Features.Get<IConnectionSocketFeature>()?.Socket is not
                { AddressFamily: AddressFamily.Unix } socket)
        {
            return "unknown";
        }

        // struct ucred { pid_t pid; uid_t uid; gid_t gid; }
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
        int pid = BinaryPrimitives.ReadInt32LittleEndian(credentials);
        uint uid = BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]);
        return $"uid {uid} (pid {pid})";
    }
}
