using System.Text;
using CliWrap;

namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>Keeps the first and the last bytes of an output; what is between is dropped, so memory is bounded.</summary>
internal sealed class CappedOutput(int maximum) : PipeTarget
{
    private readonly MemoryStream head = new();
    private readonly Queue<byte[]> tail = new();
    private long tailLength;
    private long dropped;

    public override async Task CopyFromAsync(Stream source, CancellationToken cancellationToken = default)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            Keep(buffer.AsSpan(0, read));
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(head.ToArray()));
        if (dropped > 0)
        {
            text.Append($"\n... {dropped} bytes left out ...\n");
        }

        return text.Append(Encoding.UTF8.GetString([.. tail.SelectMany(part => part)])).ToString();
    }

    private void Keep(ReadOnlySpan<byte> content)
    {
        var room = (int)Math.Min(content.Length, (maximum / 2) - head.Length);
        head.Write(content[..room]);
        if (room == content.Length)
        {
            return;
        }

        tail.Enqueue(content[room..].ToArray());
        tailLength += content.Length - room;
        while (tailLength > maximum / 2 && tail.Count > 1)
        {
            var oldest = tail.Dequeue();
            tailLength -= oldest.Length;
            dropped += oldest.Length;
        }
    }
}
