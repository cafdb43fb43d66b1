using System.Globalization;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Typed reading of documents whose form has been checked.</summary>
internal static class JsonAccess
{
    public static string Text(this JsonObject document, string name) =>
        document[name]?.GetValue<string>() ?? throw ApiError.MissingParameter(name);

    public static string? TextOrNull(this JsonObject document, string name) => document[name]?.GetValue<string>();

    public static bool Flag(this JsonObject document, string name, bool otherwise = false) =>
        document[name]?.GetValue<bool>() ?? otherwise;

    public static long Number(this JsonObject document, string name, long otherwise) =>
        document[name] is { } value ? long.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : otherwise;

    public static int Whole(this JsonObject document, string name, int otherwise) =>
        (int)Math.Clamp(document.Number(name, otherwise), int.MinValue, int.MaxValue);

    public static double? Real(this JsonObject document, string name) =>
        document[name] is { } value ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;

    public static JsonObject? Part(this JsonObject document, string name) => document[name] as JsonObject;

    public static IReadOnlyList<JsonObject> Parts(this JsonObject document, string name) =>
        [.. (document[name] as JsonArray ?? []).Select(item => item!.AsObject())];

    public static IReadOnlyList<string> Texts(this JsonObject document, string name) =>
        [.. (document[name] as JsonArray ?? []).Select(item => item!.GetValue<string>())];

    public static JsonArray ToArray(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    /// <summary>RFC 3339 with milliseconds, as every date of the API.</summary>
    public static string Stamp(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Puts copies of these members of the source into the document, where the source has them.</summary>
    public static void Take(this JsonObject document, JsonObject source, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (source[name] is { } value)
            {
                document[name] = value.DeepClone();
            }
        }
    }
}
