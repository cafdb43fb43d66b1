using System.Text.Json;
using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api.Identity;
using MoodleNodeAgent.LocalCloud.Api.Objects;
using MoodleNodeAgent.LocalCloud.Clock;
using MoodleNodeAgent.LocalCloud.Faults;
using Microsoft.AspNetCore.WebUtilities;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Takes a request to its operation: routing, permissions, faults, request models, limits, retry
/// tokens.</summary>
internal sealed class ApiDispatcher
{
    private readonly OperationTable _operations = new(OperationText.Text);
    private readonly RequestModels _models = new(ModelText.Text);
    private readonly Handlers _handlers = new();
    private readonly RetryTokens _tokens;
    private readonly Permissions _permissions;
    private readonly Cloud _cloud;

    public ApiDispatcher(Cloud cloud)
    {
        _cloud = cloud;
        _tokens = new RetryTokens(cloud);
        _permissions = new Permissions(cloud);
        Services.AddAll(_handlers, cloud);
    }

    public FaultTable Faults { get; } = new();

    public RequestLog Requests { get; } = new();

    /// <summary>The operations that are known, and whether each is there.</summary>
    public IEnumerable<(Operation Operation, bool IsThere)> Operations =>
        _operations.Operations.Select(operation => (operation, _handlers.Find(operation.Name) is not null));

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
                request.Content?.Discard();
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
        string rawTarget = request.IsLink
            ? _cloud.Buckets.Follow(request.Method, request.RawTarget, _cloud.Now)
            : request.RawTarget;
        string[] target = rawTarget.Split('?', 2);
        // A link to the bucket itself lists its objects.
        string path = request.IsLink ? target[0].TrimEnd('/') : target[0];
        (Operation operation, IReadOnlyDictionary<string, string> values) = _operations.Find(request.Method, path);
        Requests.Add(operation.Name, request.Method);
        Func<ApiCall, ApiAnswer> handler = _handlers.Find(operation.Name) ?? throw new ApiError(
            501, "MethodNotImplemented", $"The local cloud does not offer {operation.Name}.");
        JsonObject raw = ReadBody(operation, request.Body);
        Fault? fault = Faults.Take(operation.Name, raw, values);
        switch (fault?.Kind)
        {
            case FaultKind.Answer:
                throw new ApiError(fault.Status, fault.Code, fault.Message);
            case FaultKind.LoseRequest:
                request.Content?.Discard();
                return new WireAnswer(0, null, new Dictionary<string, string>()) { Fault = fault };
        }

        _cloud.NextFailure = fault is { Kind: FaultKind.FailLater } ? fault.Message : null;
        ApiCall call = MakeCall(request, operation, values, target.Length == 2 ? target[1] : "", raw);
        if (call.InstanceId is { } instance && !_permissions.Allow(instance, call))
        {
            throw ApiError.NotFound();
        }

        ApiAnswer answer = Answer(request, call, handler);
        WireAnswer wire = Write(request, operation, answer);
        // With a virtual clock each look lets the next change end, so that intermediate states are seen once.
        if (request.Method == "GET" && _cloud.Clock is VirtualClock clock && _cloud.NextDue is { } due)
        {
            clock.Advance(due - _cloud.Now);
        }

        return wire with { Fault = fault };
    }

    private static WireAnswer Write(ApiRequest request, Operation operation, ApiAnswer answer)
    {
        bool isUnchanged = request is { Method: "GET" or "HEAD", IfNoneMatch: { } known }
            && answer.Headers.TryGetValue("etag", out string? etag) && known.Trim('"') == etag;
        return isUnchanged
            ? new WireAnswer(304, null, answer.Headers)
            : new WireAnswer(answer.Status ?? operation.SuccessStatus, answer.Body?.ToJsonString(), answer.Headers)
            {
                Raw = answer.Raw, Content = answer.Content, ContentType = answer.ContentType,
            };
    }

    private ApiAnswer Answer(ApiRequest request, ApiCall call, Func<ApiCall, ApiAnswer> handler)
    {
        if (!call.Operation.TakesRetryToken || request.RetryToken is not { } token)
        {
            _cloud.Limits.Check(call);
            return handler(call);
        }

        if (token.Length is 0 or > 64)
        {
            throw ApiError.InvalidParameter(
                "Invalid value for header opc-retry-token: 1 to 64 characters are allowed");
        }

        string key = $"{request.InstanceId ?? request.TenancyId} {call.Operation.Name} {token}";
        string content = $"{request.RawTarget}\n{request.Body}";
        if (_tokens.Find(key, content) is { } before)
        {
            return before;
        }

        _cloud.Limits.Check(call);
        ApiAnswer answer = handler(call);
        _tokens.Keep(key, content, answer);
        return answer;
    }

    private ApiCall MakeCall(
        ApiRequest request, Operation operation, IReadOnlyDictionary<string, string> values, string query,
        JsonObject raw)
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
            IfMatch = request.IfMatch, IfNoneMatch = request.IfNoneMatch, InstanceId = request.InstanceId,
            Header = request.Header, HeaderNames = request.HeaderNames, Content = request.Content,
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
            JsonObject read = JsonNode.Parse(body) as JsonObject
                ?? throw ApiError.CannotParse("The body is not a JSON object.");
            // Member names that come twice are found at the first look only.
            _ = read.Count;
            return read;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw ApiError.CannotParse($"The body is not JSON: {exception.Message}");
        }
    }
}
