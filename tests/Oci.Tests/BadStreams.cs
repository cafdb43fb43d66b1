namespace MoodleNodeAgent.Oci;

/// <summary>Blanks without end.</summary>
internal sealed class EndlessStream : MemoryStream
{
    public override bool CanSeek => false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        buffer.Span.Fill((byte)' ');
        return ValueTask.FromResult(buffer.Length);
    }
}

/// <summary>A stream from which nothing comes.</summary>
internal sealed class SilentStream(Action meanwhile) : MemoryStream
{
    public override bool CanSeek => false;

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        meanwhile();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }
}
