namespace MoodleNodeAgent.Oci;

/// <summary>The body of an answer while it arrives: silence and an early end become our own error.</summary>
internal sealed class OciAnswerStream(HttpResponseMessage answer, Stream source, TimeSpan patience, TimeProvider time,
    Func<Exception, OciException> failure) : Stream
{
    private readonly long? length = answer.Content.Headers.ContentLength;
    private long seen;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length ?? throw new NotSupportedException("The answer does not tell its length.");

    public override long Position
    {
        get => seen;
        set => throw new NotSupportedException("An answer is read once, from its start.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource late = new(patience, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        int count;
        try
        {
            count = await source.ReadAsync(buffer, either.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw failure(e);
        }

        seen += count;
        return count == 0 && buffer.Length > 0 && seen < length
            ? throw failure(new EndOfStreamException($"The answer ended after {seen} of {length} bytes."))
            : count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Read this answer asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("An answer is read once, from its start.");

    public override void SetLength(long value) => throw new NotSupportedException("An answer cannot be written.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("An answer cannot be written.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            answer.Dispose();
        }

        base.Dispose(disposing);
    }
}
