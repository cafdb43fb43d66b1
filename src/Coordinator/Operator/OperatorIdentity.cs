using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>Who calls: by certificate over TLS, as the kernel says over the Unix socket.</summary>
internal static class OperatorIdentity
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>The caller's certificate, which the handshake has checked; null: the caller came over the Unix socket.
    /// </summary>
    public static X509Certificate2? CertificateOf(HttpContext context) =>
        context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;

    /// <summary>Name in that certificate; null: there is none.</summary>
    public static string? NameOf(HttpContext context) =>
        CertificateOf(context)?.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>Such as "uid 0 (pid 4711)", or "alice@example.edu".</summary>
    public static string Of(HttpContext context)
    {
        if (NameOf(context) is { } name)
        {
            return name;
        }

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
