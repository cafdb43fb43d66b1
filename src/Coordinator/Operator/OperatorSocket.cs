using System.Net.Sockets;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>The socket file of the operators.</summary>
internal static class OperatorSocket
{
    /// <summary>Removes what a coordinator that is gone left behind.</summary>
    /// <exception cref="IOException">A coordinator answers there, or the path is something else.</exception>
    public static void Prepare(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            return;
        }

        // Connecting to a plain file is refused just as by a dead socket; a socket has no length.
        if (new FileInfo(path).Length > 0)
        {
            throw new IOException($"{path} is a file, not a socket. Remove it, or choose another --socket.");
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }

        throw new IOException($"Another coordinator answers on {path}. Stop it, or choose another --socket.");
    }

    /// <summary>Lets only the coordinator's own user in.</summary>
    public static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
