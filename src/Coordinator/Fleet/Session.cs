using System.Threading.Channels;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>The live stream of one agent, as seen by those who send.</summary>
internal sealed class Session : IDisposable
{
    private readonly Channel<CoordinatorMessage> _outgoing;
    private readonly CancellationTokenSource _closing;
    private readonly TimeSpan _silence;

    public Session(string node, FleetLimits limits, TimeProvider time)
    {
        Node = node;
        _silence = limits.Silence;
        _closing = new CancellationTokenSource(limits.Silence, time);
        _outgoing = Channel.CreateBounded<CoordinatorMessage>(
            new BoundedChannelOptions(limits.OutgoingMessages) { SingleReader = true });
    }

    /// <summary>Name in the agent's certificate.</summary>
    public string Node { get; }

    /// <summary>When the certificate ends with which it was opened.</summary>
    public DateTimeOffset CertificateEnd { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>What the agent said of itself; null: nothing yet.</summary>
    public Hello? Hello { get; set; }

    /// <summary>What the agent was last told to do about drift; null: nothing yet.</summary>
    public bool? DriftRepair { get; set; }

    /// <summary>Cancelled when the session has to end.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Why the session was closed; null: the agent was silent for too long.</summary>
    public string? CloseReason { get; private set; }

    /// <summary>Messages to the agent in the order of sending.</summary>
    public ChannelReader<CoordinatorMessage> Outgoing => _outgoing.Reader;

    /// <summary>Queues a message. An agent that does not take its messages loses its session and gets what matters
    /// again in the next one.</summary>
    public bool TrySend(CoordinatorMessage message)
    {
        if (_outgoing.Writer.TryWrite(message))
        {
            return true;
        }

        Close("the agent does not take its messages");
        return false;
    }

    /// <summary>Notes that the agent spoke.</summary>
    public void Touch()
    {
        if (CloseReason is null)
        {
            _closing.CancelAfter(_silence);
        }
    }

    /// <summary>Ends the session.</summary>
    public void Close(string reason)
    {
        CloseReason ??= reason;
        _outgoing.Writer.TryComplete();
        try
        {
            _closing.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The stream ended by itself in the meantime.
        }
    }

    /// <inheritdoc />
    public void Dispose() => _closing.Dispose();
}
