using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Journals of nodes on their way to those who read them, over the agents' own streams.</summary>
internal sealed class NodeLogs(Sessions sessions, FleetLimits limits)
{
    private readonly ConcurrentDictionary<ulong, Reader> _readers = new();
    private ulong _lastRequest;

    /// <summary>Asks a node for its lines, and gives them as they come.</summary>
    /// <exception cref="NodeLogException">The node is not connected, went away, or cannot read its journal.</exception>
    public async IAsyncEnumerable<LogEntry> ReadAsync(
        string node, LogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Session session = sessions.Find(node)
            ?? throw new NodeLogException($"Node {node} is not connected, so its journal cannot be read from here.");
        request.Request = Interlocked.Increment(ref _lastRequest);
        var reader = new Reader(node, Channel.CreateBounded<LogEntry>(limits.WaitingLogLines));
        _readers[request.Request] = reader;
        // Whatever ends the session ends the lines.
        using CancellationTokenRegistration gone = session.Closing.Register(
            () => reader.End($"The connection with {node} ended."));
        try
        {
            if (!session.TrySend(new CoordinatorMessage { Logs = request }))
            {
                throw new NodeLogException($"The connection with {node} ended.");
            }

            await foreach (LogEntry entry in reader.Lines.Reader.ReadAllAsync(cancellation))
            {
                yield return entry;
            }
        }
        finally
        {
            _readers.TryRemove(request.Request, out _);
            if (!reader.IsEndedByNode)
            {
                sessions.Find(node)?.TrySend(
                    new CoordinatorMessage { CancelLogs = new CancelLogs { Request = request.Request } });
            }
        }
    }

    /// <summary>Takes lines from a node; lines for another node's reader are dropped.</summary>
    public void Receive(string node, LogLines lines)
    {
        if (!_readers.TryGetValue(lines.Request, out Reader? reader) || reader.Node != node)
        {
            return;
        }

        foreach (LogEntry entry in lines.Entries)
        {
            if (!reader.Lines.Writer.TryWrite(entry))
            {
                reader.End("The lines come faster than they are read. Ask for fewer, or for one run.");
                return;
            }
        }

        if (lines.End)
        {
            reader.IsEndedByNode = true;
            reader.End(lines.Error);
        }
    }

    private sealed record Reader(string Node, Channel<LogEntry> Lines)
    {
        public bool IsEndedByNode { get; set; }

        public void End(string error) =>
            Lines.Writer.TryComplete(error.Length == 0 ? null : new NodeLogException(error));
    }
}

/// <summary>A node's journal cannot be read, or not further.</summary>
internal sealed class NodeLogException(string message) : Exception(message);
