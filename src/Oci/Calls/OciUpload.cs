using System.Net;

namespace MoodleNodeAgent.Oci;

/// <summary>A stream to send; it is left open, and sent again from its start where it can be rewound.</summary>
internal sealed class OciUpload(Stream source, long length)
{
    private const int ChunkSize = 81920;
    private readonly long start = source.CanSeek ? source.Position : 0;
    private bool wasRead;

    public bool CanBeSentAgain => source.CanSeek || !wasRead;

    /// <summary>The body of one attempt; tells of every chunk that left, so that only silence is a time-out.</summary>
    public HttpContent ToContent(Action onProgress) => new Content(this, onProgress);

    private async Task CopyAsync(Stream target, Action onProgress, CancellationToken cancellationToken)
    {
        wasRead = true;
        if (source.CanSeek)
        {
            source.Position = start;
        }

        byte[] chunk = new byte[ChunkSize];
        for (long left = length; left > 0;)
        {
            int count = await source.ReadAsync(
                chunk.AsMemory(0, (int)Math.Min(left, ChunkSize)), cancellationToken);
            if (count == 0)
            {
                throw new IOException($"The stream to send ended {left} bytes too early.");
            }

            await target.WriteAsync(chunk.AsMemory(0, count), cancellationToken);
            left -= count;
            onProgress();
        }
    }

    private sealed class Content(OciUpload upload, Action onProgress) : HttpContent
    {
        private readonly long length = upload.Length;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            upload.CopyAsync(stream, onProgress, CancellationToken.None);

        protected override Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            upload.CopyAsync(stream, onProgress, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = this.length;
            return true;
        }
    }

    private long Length => length;
}
