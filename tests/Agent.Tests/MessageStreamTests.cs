using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent;

public sealed class MessageStreamTests
{
    private readonly LinkMessage message = new() { Cancel = new CancelRun { RunId = "run-1" } };

    [Fact]
    public async Task A_message_arrives_and_the_end_is_told()
    {
        using var bytes = new MemoryStream();
        await new MessageStream(bytes, 100).WriteAsync(message, CancellationToken.None);
        bytes.Position = 0;
        await using var reader = new MessageStream(bytes, 100);

        Assert.Equal(message, await reader.ReadAsync(LinkMessage.Parser, CancellationToken.None));
        Assert.Null(await reader.ReadAsync(LinkMessage.Parser, CancellationToken.None));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 101 })]
    [InlineData(new byte[] { 255, 255, 255, 255 })]
    public async Task A_length_beyond_the_limit_is_refused_before_memory_is_taken(byte[] header)
    {
        await using var reader = new MessageStream(new MemoryStream(header), 100);

        await Assert.ThrowsAsync<InvalidDataException>(
            () => reader.ReadAsync(LinkMessage.Parser, CancellationToken.None));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 9, 1 })]
    public async Task When_the_stream_ends_within_a_message_that_is_an_error(byte[] content)
    {
        await using var reader = new MessageStream(new MemoryStream(content), 100);

        await Assert.ThrowsAsync<EndOfStreamException>(
            () => reader.ReadAsync(LinkMessage.Parser, CancellationToken.None));
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_not_sent()
    {
        await using var writer = new MessageStream(new MemoryStream(), 3);

        await Assert.ThrowsAsync<InvalidDataException>(() => writer.WriteAsync(message, CancellationToken.None));
    }
}
