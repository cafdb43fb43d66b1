namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>One operation of the API.</summary>
internal sealed record Operation
{
    public required string Name { get; init; }
    public required string Method { get; init; }

    /// <summary>Parts of the path; {name} takes a value, {name+} all that follows.</summary>
    public required IReadOnlyList<string> Path { get; init; }
    public required int SuccessStatus { get; init; }
    public required bool TakesRetryToken { get; init; }

    /// <summary>Name of the request model; null: no body.</summary>
    public string? Body { get; init; }
    public required bool IsBodyRequired { get; init; }

    /// <summary>Names of query parameters; * at the end: required.</summary>
    public required IReadOnlyList<string> Query { get; init; }
}

/// <summary>Finds the operation of a request by method and raw path.</summary>
internal sealed class OperationTable
{
    private readonly List<Operation> _operations;
    private readonly ILookup<string, Operation> _byStart;

    public OperationTable(string text)
    {
        _operations = [.. TableText.Lines(text).Select(Parse)];
        _byStart = _operations.ToLookup(operation => Start(operation.Path));
    }

    public IReadOnlyList<Operation> Operations => _operations;

    /// <summary>The operation with the values of its path, decoded.</summary>
    /// <exception cref="ApiError">404 for an unknown path, 405 for a known one with another method.</exception>
    public (Operation Operation, IReadOnlyDictionary<string, string> Values) Find(string method, string rawPath)
    {
        string[] parts = [.. rawPath.TrimEnd('/').Split('/').Select(Uri.UnescapeDataString)];
        Operation? best = null;
        bool isPathKnown = false;
        foreach (Operation operation in _byStart[Start(parts)].Where(operation => Fits(operation.Path, parts)))
        {
            isPathKnown = true;
            // publicIps/actions/getByPrivateIpId has to win over publicIps/{publicIpId}
            if (operation.Method == method && (best is null || Literals(operation) > Literals(best)))
            {
                best = operation;
            }
        }

        if (best is null)
        {
            throw isPathKnown
                ? new ApiError(405, "MethodNotAllowed", $"Method {method} is not allowed on {rawPath}.")
                : new ApiError(404, "NotFound", $"No operation has the path {rawPath}.");
        }

        var values = new Dictionary<string, string>();
        for (int index = 0; index < best.Path.Count; index++)
        {
            string part = best.Path[index];
            if (IsRest(part))
            {
                // An object's name holds slashes, as %2F or plain, and may end with one.
                string rest = string.Join('/', rawPath.Split('/').Skip(index));
                values[part[1..^2]] = Uri.UnescapeDataString(rest);
            }
            else if (part.StartsWith('{'))
            {
                values[part[1..^1]] = parts[index];
            }
        }

        return (best, values);
    }

    // The first two parts tell most operations apart: /20160918/vcns
    private static string Start(IReadOnlyList<string> parts) => parts.Count < 3 || parts[1] is "n" or "workRequests"
        ? parts.ElementAtOrDefault(1) ?? ""
        : $"{parts[1]}/{parts[2]}";

    private static bool Fits(IReadOnlyList<string> template, string[] parts)
    {
        bool hasRest = IsRest(template[^1]);
        if (hasRest ? parts.Length < template.Count : parts.Length != template.Count)
        {
            return false;
        }

        for (int index = 0; index < template.Count; index++)
        {
            if (template[index].StartsWith('{') ? parts[index].Length == 0 : template[index] != parts[index])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsRest(string part) => part.EndsWith("+}", StringComparison.Ordinal);

    private static int Literals(Operation operation) => operation.Path.Count(part => !part.StartsWith('{'));

    // Sample: "CreateVcn POST /20160918/vcns 200 token body=CreateVcnDetails* ?a*, b"
    private static Operation Parse(string line)
    {
        string[] halves = line.Split('?', 2);
        string[] words = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string? body = words.FirstOrDefault(word => word.StartsWith("body=", StringComparison.Ordinal))?[5..];
        return new Operation
        {
            Name = words[0],
            Method = words[1],
            Path = words[2].Split('/'),
            SuccessStatus = int.Parse(words[3]),
            TakesRetryToken = words.Contains("token"),
            Body = body?.TrimEnd('*'),
            IsBodyRequired = body?.EndsWith('*') ?? false,
            Query = halves.Length == 2 ? halves[1].Split(',', StringSplitOptions.TrimEntries) : [],
        };
    }
}
