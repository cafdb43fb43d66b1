using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Serilog.Core;
using Serilog.Events;

namespace MoodleNodeAgent.Agent.Logging;

/// <summary>Sends events to journald by its native protocol, with fields to search by. A sink of our own, since the native
/// build shall neither reflect nor load libsystemd, and the protocol is one datagram.</summary>
/// <param name="path">Socket of journald; it may come and go.</param>
/// <param name="fallback">Takes what journald does not.</param>
internal sealed class JournaldSink(string path, LogOrigin origin, Logger fallback) : ILogEventSink, IDisposable
{
    /// <summary>Where systemd has it.</summary>
    public const string Socket = "/run/systemd/journal/socket";

    // A datagram has to fit the socket's buffer, 208 KiB by default; what is longer is not a log line.
    private const int LongestValue = 48 * 1024;
    private readonly UnixDomainSocketEndPoint journald = new(path);
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public void Emit(LogEvent logEvent)
    {
        try
        {
            socket.SendTo(Datagram(logEvent), journald);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            fallback.Write(logEvent);
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        fallback.Dispose();
    }

    private byte[] Datagram(LogEvent logEvent)
    {
        using var datagram = new MemoryStream();
        var message = logEvent.RenderMessage(CultureInfo.InvariantCulture);
        Add(datagram, "MESSAGE", logEvent.Exception is { } exception ? $"{message}\n{exception}" : message);
        Add(datagram, "PRIORITY", AgentLog.Priority(logEvent.Level).ToString(CultureInfo.InvariantCulture));
        Add(datagram, "SYSLOG_IDENTIFIER", "moodle-node-agent");
        Add(datagram, "MESSAGE_ID", LogProperties.Text(logEvent, LogProperties.Event));
        Add(datagram, "MNA_NODE", origin.Node);
        Add(datagram, "MNA_SITE", origin.Site);
        Add(datagram, "MNA_RUN_ID", LogProperties.Text(logEvent, LogProperties.Run));
        Add(datagram, "MNA_TASK", LogProperties.Text(logEvent, LogProperties.Task));
        return datagram.ToArray();
    }

    /// <summary>"NAME=value\n", or, where the value has line ends, "NAME\n", its length in eight bytes, least significant
    /// first, the value, "\n": so nobody's text becomes a field of its own.</summary>
    private static void Add(MemoryStream datagram, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(value.Length <= LongestValue ? value : value[..LongestValue] + "...");
        datagram.Write(Encoding.ASCII.GetBytes(name));
        if (bytes.Contains((byte)'\n'))
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)bytes.Length);
            datagram.WriteByte((byte)'\n');
            datagram.Write(length);
        }
        else
        {
            datagram.WriteByte((byte)'=');
        }

        datagram.Write(bytes);
        datagram.WriteByte((byte)'\n');
    }
}
