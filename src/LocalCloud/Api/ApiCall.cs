using System.Text;
using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api.Objects;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>One call of one operation, with what its path, query and body say.</summary>
internal sealed class ApiCall
{
    public required Operation Operation { get; init; }
    public required Cloud Cloud { get; init; }
    public required IReadOnlyDictionary<string, string> PathValues { get; init; }
    public required ILookup<string, string> Query { get; init; }

    /// <summary>The body as its model allows it; empty when there is none.</summary>
    public required JsonObject Body { get; init; }
    public string? IfMatch { get; init; }
    public string? IfNoneMatch { get; init; }

    /// <summary>OCID of the instance that calls; null: a user, or nobody with a link.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Value of a header by lower-case name; null: absent.</summary>
    public required Func<string, string?> Header { get; init; }

    /// <summary>Names of all headers.</summary>
    public required IReadOnlyCollection<string> HeaderNames { get; init; }

    /// <summary>The object that came with the request; null: none.</summary>
    public StoredContent? Content { get; init; }

    public string PathValue(string name) => PathValues[name];

    public string? QueryValue(string name) => Query[name].FirstOrDefault();

    /// <summary>The resource that the path names, its etag checked against If-Match.</summary>
    public Resource Target(ResourceKind kind)
    {
        Resource resource = Cloud.Get(kind, PathValues.Values.First());
        if (IfMatch is not null && IfMatch != "*" && IfMatch.Trim('"') != resource.ETag)
        {
            throw ApiError.NoEtagMatch();
        }

        return resource;
    }

    /// <summary>The same, but only while it is in one of these states.</summary>
    public Resource Target(ResourceKind kind, params ReadOnlySpan<string> states)
    {
        Resource resource = Target(kind);
        if (!states.Contains(resource.State))
        {
            throw resource.State == kind.Deleted
                ? ApiError.NotFound()
                : ApiError.IncorrectState(
                    $"{Operation.Name} is not possible while {resource.Id} is in state {resource.State}.");
        }

        return resource;
    }

    /// <summary>Filters, sorts and pages documents by the query.</summary>
    /// <param name="documents">All that there are.</param>
    /// <param name="aliases">Query name → document member, where they differ; null: the filter is the
    /// handler's.</param>
    /// <param name="leftOut">Members that a list does not tell.</param>
    public ApiAnswer List(
        IEnumerable<JsonObject> documents, IReadOnlyDictionary<string, string?>? aliases = null,
        IReadOnlyList<string>? leftOut = null)
    {
        List<JsonObject> matching = [.. documents];
        foreach (string name in Operation.Query.Select(name => name.TrimEnd('*')))
        {
            string? member = aliases is not null && aliases.TryGetValue(name, out string? alias) ? alias : name;
            string[] wanted = [.. Query[name]];
            if (wanted.Length > 0 && member is not null && name is not ("limit" or "page" or "sortBy" or "sortOrder"))
            {
                matching.RemoveAll(document => !wanted.Any(value => Says(document[member], value)));
            }
        }

        Sort(matching);
        return Page(matching, leftOut ?? []);
    }

    private static bool Says(JsonNode? node, string value) =>
        string.Equals(node is JsonValue plain ? plain.ToString() : null, value, StringComparison.OrdinalIgnoreCase);

    private void Sort(List<JsonObject> documents)
    {
        string by = QueryValue("sortBy") ?? "timeCreated";
        bool isByName = by.Contains("name", StringComparison.OrdinalIgnoreCase);
        if (!isByName && !by.Contains("time", StringComparison.OrdinalIgnoreCase))
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter sortBy: {by}");
        }

        string? order = QueryValue("sortOrder");
        if (order is not (null or "ASC" or "DESC"))
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter sortOrder: {order}");
        }

        if (QueryValue("sortBy") is null && order is null)
        {
            return;
        }

        // OCI lists names upwards and times downwards unless told otherwise.
        bool isDescending = order is null ? !isByName : order == "DESC";
        string Key(JsonObject document) => (isByName
            ? document.TextOrNull("displayName") ?? document.TextOrNull("name")
            : document.TextOrNull("timeCreated")) ?? "";
        List<JsonObject> sorted = isDescending
            ? [.. documents.OrderByDescending(Key, StringComparer.Ordinal)]
            : [.. documents.OrderBy(Key, StringComparer.Ordinal)];
        documents.Clear();
        documents.AddRange(sorted);
    }

    private ApiAnswer Page(List<JsonObject> documents, IReadOnlyList<string> leftOut)
    {
        int limit = 100;
        if (QueryValue("limit") is { } text && (!int.TryParse(text, out limit) || limit is < 1 or > 1000))
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter limit: {text}");
        }

        int start = 0;
        if (QueryValue("page") is { } page && !TryReadPage(page, out start))
        {
            throw ApiError.InvalidParameter("Invalid value for parameter page");
        }

        var items = new JsonArray(
            [.. documents.Skip(start).Take(limit).Select(document => Without(document, leftOut))]);
        bool isWrapped = Operation.Path[1] == "20200501";
        var answer = new ApiAnswer { Body = isWrapped ? new JsonObject { ["items"] = items } : items };
        if (documents.Count > start + limit)
        {
            answer.Headers["opc-next-page"] =
                Convert.ToBase64String(Encoding.ASCII.GetBytes($"from:{start + limit}")).TrimEnd('=');
        }

        return answer;
    }

    private static JsonNode Without(JsonObject document, IReadOnlyList<string> names)
    {
        JsonObject copy = document.DeepClone().AsObject();
        foreach (string name in names)
        {
            copy.Remove(name);
        }

        return copy;
    }

    private static bool TryReadPage(string page, out int start)
    {
        start = 0;
        byte[] bytes = new byte[page.Length];
        string padded = page.PadRight((page.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out int count)
            && Encoding.ASCII.GetString(bytes, 0, count) is ['f', 'r', 'o', 'm', ':', .. string number]
            && int.TryParse(number, out start) && start >= 0;
    }
}
