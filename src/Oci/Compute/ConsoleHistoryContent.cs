using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MoodleNodeAgent.Oci.Compute;

/// <summary>Output of an instance's serial console, as bytes: a part may begin or end inside a character.</summary>
public sealed record ConsoleHistoryContent : OciResponse
{
    /// <summary>The bytes, at most 1 MiB.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>How many bytes follow behind these; null when the service does not say.</summary>
    public long? BytesRemaining { get; init; }

    /// <summary>The bytes read as UTF-8, with the console's own line ends and escape sequences.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    internal static ConsoleHistoryContent From(OciReply reply) => reply.Fill(new ConsoleHistoryContent
    {
        Bytes = IsJson(reply) ? Encoding.UTF8.GetBytes(reply.Read(ComputeJson.Default.String)) : reply.Body,
        BytesRemaining = long.TryParse(
            reply.Header("opc-bytes-remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out long left)
            ? left
            : null,
    });

    // The service answers plain text; some stand-ins of it answer one JSON string.
    private static bool IsJson(OciReply reply)
    {
        if (reply.Header("content-type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return false;
        }

        try
        {
            Utf8JsonReader json = new(reply.Body);
            return json.Read() && json.TokenType == JsonTokenType.String && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>Which part of a console history to read.</summary>
public sealed record GetConsoleHistoryContentQuery
{
    /// <summary>First byte; default: 0.</summary>
    public int? Offset { get; init; }

    /// <summary>How many bytes, at least 10240; default: the service's.</summary>
    public int? Length { get; init; }

    internal OciQuery ToQuery() => new OciQuery().Add("offset", Offset).Add("length", Length);
}
