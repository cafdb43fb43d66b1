using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MoodleNodeAgent.Oci;

/// <summary>The JSON bytes of a request, made once and the same in every attempt.</summary>
internal static class OciBody
{
    public static byte[] From<T>(T details, JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToUtf8Bytes(details, type);
}
