using System.Text.Json;
using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Faults;
using Microsoft.AspNetCore.WebUtilities;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>A request after its signature has been verified.</summary>
internal sealed record ApiRequest
{
    public required string Method { get; init; }

    /// <summary>Path and query as sent.</summary>
    public required string RawTarget { get; init; }
    public required string Body { get; init; }
    public required string TenancyId { get; init; }
    public string? RetryToken { get; init; }
    public string? IfMatch { get; init; }
    public string? IfNoneMatch { get; init; }
}

/// <summary>An answer ready for the wire.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON text; null: none.</param>
/// <param name="Headers">Headers besides opc-request-id.</param>
/// <param name="IsLost">True: the connection is cut instead of answering.</param>
internal sealed record WireAnswer(
    int Status, string? Body, IReadOnlyDictionary<string, string> Headers, bool IsLost = false);

/// <summary>Takes a request to its operation: routing, faults, request models, retry tokens.</summary>
internal sealed class ApiDispatcher
{
    private readonly OperationTable _operations = new(OperationText.Text);
    private readonly RequestModels _models = new(ModelText.Text);
    private readonly Handlers _handlers = new();
    private readonly RetryTokens _tokens;
    private readonly Cloud _cloud;

    public ApiDispatcher(Cloud cloud)
    {
        _cloud = cloud;
        _tokens = new RetryTokens(cloud);
        Services.AddAll(_handlers, cloud);
    }

    public FaultTable Faults { get; } = new();

    public WireAnswer Handle(ApiRequest request)
    {
        lock (_cloud.Gate)
        {
            try
            {
                _cloud.Settle();
                return Dispatch(request);
            }
            catch (ApiError error)
            {
                return Tell(error);
            }
            finally
            {
                _cloud.NextFailure = null;
            }
        }
    }

    public static WireAnswer Tell(ApiError error) => new(
        error.Status,
        new JsonObject { ["code"] = error.Code, ["message"] = error.Message }.ToJsonString(),
        new Dictionary<string, string>());

    private WireAnswer Dispatch(ApiRequest request)
    {
        string[] target = request.RawTarget.Split('?', 2);
        (Operation operation, IReadOnlyDictionary<string, string> values) = _operations.Find(request.Method, target[0]);
        Func<ApiCall, ApiAnswer> handler = _handlers.Find(operation.Name) ?? throw new ApiError(
            501, "MethodNotImplemented", $"The local cloud does not offer {operation.Name}.");
        JsonObject raw = ReadBody(operation, request.Body);
        Fault? fault = Faults.Take(operation.Name, raw);
        if (fault is { Kind: FaultKind.Answer })
        {
            throw new ApiError(fault.Status, fault.Code, fault.Message);
        }

        _cloud.NextFailure = fault is { Kind: FaultKind.FailLater } ? fault.Message : null;
        ApiCall call = MakeCall(request, operation, values, target.Length == 2 ? target[1] : "", raw);
        ApiAnswer answer = Answer(request, call, handler);
        bool isUnchanged = request is { Method: "GET", IfNoneMatch: { } known }
            && answer.Headers.TryGetValue("etag", out string? etag) && known.Trim('"') == etag;
        if (isUnchanged)
        {
            return new WireAnswer(304, null, answer.Headers);
        }

        return new WireAnswer(
            operation.SuccessStatus, answer.Body?.ToJsonString(), answer.Headers, fault is { Kind: FaultKind.LoseAnswer });
    }

    private ApiAnswer Answer(ApiRequest request, ApiCall call, Func<ApiCall, ApiAnswer> handler)
    {
        if (!call.Operation.TakesRetryToken || request.RetryToken is not { } token)
        {
            return handler(call);
        }

        if (token.Length is 0 or > 64)
        {
            throw ApiError.InvalidParameter("Invalid value for header opc-retry-token: 1 to 64 characters are allowed");
        }

        string key = $"{request.TenancyId} {call.Operation.Name} {token}";
        string content = $"{request.RawTarget}\n{request.Body}";
        if (_tokens.Find(key, content) is { } before)
        {
            return before;
        }

        ApiAnswer answer = handler(call);
        _tokens.Keep(key, content, answer);
        return answer;
    }

    private ApiCall MakeCall(
        ApiRequest request, Operation operation, IReadOnlyDictionary<string, string> values, string query, JsonObject raw)
    {
        ILookup<string, string> parameters = QueryHelpers.ParseQuery(query)
            .SelectMany(pair => pair.Value.Select(value => (pair.Key, Value: value ?? "")))
            .Where(pair => pair.Value.Length > 0)
            .ToLookup(pair => pair.Key, pair => pair.Value);
        string? missing = operation.Query.FirstOrDefault(
            name => name.EndsWith('*') && !parameters.Contains(name.TrimEnd('*')));
        if (missing is not null)
        {
            throw ApiError.MissingParameter(missing.TrimEnd('*'));
        }

        JsonObject body = operation.Body is null ? [] : _models.Check(operation.Body, raw);
        string? compartment = body.TextOrNull("compartmentId") ?? parameters["compartmentId"].FirstOrDefault();
        if (compartment is not null && !_cloud.HasCompartment(compartment))
        {
            throw ApiError.NotFound();
        }

        return new ApiCall
        {
            Operation = operation, Cloud = _cloud, PathValues = values, Query = parameters, Body = body,
            IfMatch = request.IfMatch,
        };
    }

    private static JsonObject ReadBody(Operation operation, string body)
    {
        // The TypeScript SDK sends no body at all where it would be {}.
        if (operation.Body is null || body.Length == 0)
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw ApiError.CannotParse("The body is not a JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw ApiError.CannotParse($"The body is not JSON: {exception.Message}");
        }
    }
}
