using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MoodleNodeAgent.Oci.Wire;

/// <summary>JSON in one spelling: members sorted, nulls dropped, numbers and times by value.</summary>
internal static class JsonText
{
    public static string Of(byte[]? json)
    {
        if (json is not { Length: > 0 })
        {
            return "";
        }

        using JsonDocument document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    public static string Of(JsonElement json)
    {
        StringBuilder text = new();
        Write(json, text);
        return text.ToString();
    }

    private static void Write(JsonElement json, StringBuilder text)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append("{\n");
                foreach (JsonProperty member in json.EnumerateObject()
                    .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                    .OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    text.Append(member.Name).Append(": ");
                    Write(member.Value, text);
                    text.Append('\n');
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (JsonElement item in json.EnumerateArray())
                {
                    Write(item, text);
                    text.Append(",\n");
                }

                text.Append(']');
                break;
            case JsonValueKind.Number:
                text.Append(json.GetDecimal().ToString("0.###############", CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.Undefined or JsonValueKind.Null:
                break;
            default:
                text.Append(json.GetRawText() is var raw && json.ValueKind == JsonValueKind.String
                    ? JsonSerializer.Serialize(json.GetString())
                    : raw);
                break;
        }
    }
}
