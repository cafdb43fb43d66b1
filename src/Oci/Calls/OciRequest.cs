namespace MoodleNodeAgent.Oci;

/// <summary>One call before it is signed; the path's parts are escaped here and nowhere else.</summary>
internal sealed record OciRequest(string Operation, HttpMethod Method, IReadOnlyList<string> Path)
{
    public OciQuery? Query { get; init; }

    public byte[]? Body { get; init; }

    /// <summary>Bytes that are sent as they are and left out of the signature, as object storage wants it.</summary>
    public OciUpload? Upload { get; init; }

    public string? RetryToken { get; init; }

    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    /// <summary>Further headers, which are not signed; values that are null are left out.</summary>
    public IReadOnlyList<(string Name, string? Value)> Headers { get; init; } = [];

    /// <summary>A POST that changes nothing.</summary>
    public bool IsRead { get; init; }

    /// <summary>Longest answer that is read, in bytes; null: the connection's own cap.</summary>
    public int? MaxAnswer { get; init; }

    /// <summary>True when the call may be sent again although the service may have acted.</summary>
    public bool IsRepeatable => Method != HttpMethod.Post || RetryToken is not null || IsRead;

    /// <summary>False for what only reads: nothing of it can have been done.</summary>
    public bool Changes => Method != HttpMethod.Get && Method != HttpMethod.Head && !IsRead;

    /// <summary>False once an upload was read that cannot be read again.</summary>
    public bool CanBeSentAgain => Upload is null || Upload.CanBeSentAgain;

    public string Target(string version, string? page)
    {
        if (Path.Any(string.IsNullOrEmpty))
        {
            // "/vcns/" + "" would be the list, and DELETE of it something else again.
            throw new ArgumentException($"{Operation} needs every id of its path, and one is empty.");
        }

        if (Path.Any(part => part is "." or ".."))
        {
            // Dots cannot be escaped: a proxy on the way would make another path of them.
            throw new ArgumentException($"{Operation} cannot have a path with the part . or ..; give a real id.");
        }

        string target = version + string.Concat(Path.Select(part => "/" + Uri.EscapeDataString(part))) + Query;
        return page is null ? target : WithPage(target, page);
    }

    private static string WithPage(string target, string page)
    {
        int query = target.IndexOf('?', StringComparison.Ordinal);
        IEnumerable<string> others = query < 0
            ? []
            : target[(query + 1)..].Split('&').Where(part => !part.StartsWith("page=", StringComparison.Ordinal));
        string path = query < 0 ? target : target[..query];
        return path + "?" + string.Join('&', others.Append("page=" + Uri.EscapeDataString(page)));
    }
}
