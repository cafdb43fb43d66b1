using System.Text.Json;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Checks request bodies against the models: required members, types and enumerations; members that the model
/// does not know are left out, and so are nulls.</summary>
internal sealed class RequestModels
{
    private readonly Dictionary<string, List<Member>> _models = [];

    public RequestModels(string text)
    {
        foreach (string line in TableText.Lines(text))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            _models[line[..colon]] = [.. line[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries).Select(Parse)];
        }
    }

    /// <summary>The body as the model allows it.</summary>
    /// <exception cref="ApiError">400 when a member is missing or of the wrong type.</exception>
    public JsonObject Check(string model, JsonObject body) => Check(model, body, "");

    // Sample: "exportOptions*:[ClientOptions]", "isEnabled:bool", "path*"
    private static Member Parse(string text)
    {
        string[] parts = text.Split(':', 2);
        return new Member(
            parts[0].TrimEnd('*'), parts.Length == 2 ? parts[1] : "string", parts[0].EndsWith('*'));
    }

    private JsonObject Check(string model, JsonObject body, string where)
    {
        var kept = new JsonObject();
        foreach (Member member in _models[model])
        {
            JsonNode? value = body[member.Name];
            if (value is null)
            {
                if (member.IsRequired)
                {
                    throw ApiError.MissingParameter(where + member.Name);
                }

                continue;
            }

            kept[member.Name] = CheckValue(member.Type, value, where + member.Name);
        }

        return kept;
    }

    private JsonNode CheckValue(string type, JsonNode value, string where)
    {
        if (type.StartsWith('['))
        {
            JsonArray items = value as JsonArray ?? throw Wrong(where, "a list");
            return new JsonArray([.. items.Select(
                (item, index) => CheckValue(type[1..^1], item ?? throw Wrong(where, "a list without null"),
                    $"{where}[{index}]"))]);
        }

        if (type.StartsWith("map<", StringComparison.Ordinal))
        {
            JsonObject map = value as JsonObject ?? throw Wrong(where, "an object");
            return new JsonObject(map.Where(entry => entry.Value is not null).Select(entry =>
                KeyValuePair.Create(
                    entry.Key, (JsonNode?)CheckValue(type[4..^1], entry.Value!, $"{where}.{entry.Key}"))));
        }

        if (_models.ContainsKey(type))
        {
            return Check(type, value as JsonObject ?? throw Wrong(where, "an object"), where + ".");
        }

        bool fits = type switch
        {
            "string" or "datetime" or "base64" => value.GetValueKind() == JsonValueKind.String,
            "bool" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "int" or "long" => value.GetValueKind() == JsonValueKind.Number
                && long.TryParse(value.ToJsonString(), out _),
            "number" => value.GetValueKind() == JsonValueKind.Number,
            _ when type.Contains('|', StringComparison.Ordinal) =>
                value.GetValueKind() == JsonValueKind.String && type.Split('|').Contains(value.GetValue<string>()),
            _ => true,
        };
        // A parsed value holds on to a document of its own; a string of its own is a fraction of that.
        return fits
            ? value.GetValueKind() == JsonValueKind.String ? JsonValue.Create(value.GetValue<string>())
                : value.DeepClone()
            : throw Wrong(where, type.Replace("|", ", ", StringComparison.Ordinal));
    }

    private static ApiError Wrong(string where, string wanted) =>
        ApiError.InvalidParameter($"Invalid value for parameter {where}: expected {wanted}");

    private sealed record Member(string Name, string Type, bool IsRequired);
}
