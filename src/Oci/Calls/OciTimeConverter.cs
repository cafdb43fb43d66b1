using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MoodleNodeAgent.Oci;

/// <summary>Times on the wire: RFC 3339, UTC, milliseconds (2026-11-22T10:15:30.123Z); bare dates are read too.</summary>
internal sealed class OciTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.Parse(reader.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(
            value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
