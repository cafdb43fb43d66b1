using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Listeners, backend sets, health checkers and backends of a network load balancer.</summary>
internal sealed class BackendService(Cloud cloud, LoadBalancerService balancers, LoadBalancerDocument parts)
{
    public void AddTo(Handlers handlers)
    {
        AddListeners(handlers);
        AddBackendSets(handlers);
        AddBackends(handlers);
    }

    /// <summary>The backend set that the path names.</summary>
    public static JsonObject Set(ApiCall call, JsonObject document) =>
        document.Part("backendSets")!.Part(call.PathValue("backendSetName")) ?? throw ApiError.NotFound();

    /// <summary>The backend that the path names.</summary>
    public static JsonObject Backend(ApiCall call, JsonObject document) =>
        Set(call, document).Parts("backends").FirstOrDefault(
            backend => backend.Text("name") == call.PathValue("backendName")) ?? throw ApiError.NotFound();

    private void AddListeners(Handlers handlers)
    {
        handlers.Add("CreateListener", call => balancers.Change(call, "CREATE_LISTENER", document =>
        {
            string name = call.Body.Text("name");
            if (!document.Part("listeners")!.TryAdd(name, LoadBalancerDocument.Listener(call.Body)))
            {
                throw ApiError.Conflict($"The listener {name} is there already.");
            }
        }));
        handlers.Add("UpdateListener", call => balancers.Change(call, "UPDATE_LISTENER", document =>
        {
            JsonObject listeners = document.Part("listeners")!;
            string name = call.PathValue("listenerName");
            JsonObject listener = listeners.Part(name) ?? throw ApiError.NotFound();
            Merge(listener, call.Body);
            listeners[name] = LoadBalancerDocument.Listener(listener);
        }));
        handlers.Add("DeleteListener", call => balancers.Change(call, "DELETE_LISTENER", document =>
        {
            if (!document.Part("listeners")!.Remove(call.PathValue("listenerName")))
            {
                throw ApiError.NotFound();
            }
        }));
    }

    private void AddBackendSets(Handlers handlers)
    {
        handlers.Add("CreateBackendSet", call => balancers.Change(call, "CREATE_BACKENDSET", document =>
        {
            string name = call.Body.Text("name");
            if (!document.Part("backendSets")!.TryAdd(name, parts.BackendSet(name, call.Body)))
            {
                throw ApiError.Conflict($"The backend set {name} is there already.");
            }
        }));
        handlers.Add("GetBackendSet", call => Read(call, document => Set(call, document)));
        handlers.Add("UpdateBackendSet", call => balancers.Change(call, "UPDATE_BACKENDSET", document =>
        {
            JsonObject set = Set(call, document);
            Merge(set, call.Body);
            document.Part("backendSets")![set.Text("name")] = parts.BackendSet(set.Text("name"), set);
        }));
        handlers.Add("DeleteBackendSet", call => balancers.Change(call, "DELETE_BACKENDSET", document =>
        {
            string name = Set(call, document).Text("name");
            if (document.Part("listeners")!.Any(pair => pair.Value!.AsObject().Text("defaultBackendSetName") == name))
            {
                throw ApiError.Conflict($"The backend set {name} is in use by a listener. Delete the listener first.");
            }

            document.Part("backendSets")!.Remove(name);
        }));
        handlers.Add("GetHealthChecker", call => Read(call, document => Set(call, document).Part("healthChecker")!));
        handlers.Add("UpdateHealthChecker", call => balancers.Change(call, "UPDATE_HEALTH_CHECKER", document =>
        {
            JsonObject set = Set(call, document);
            JsonObject checker = set.Part("healthChecker")!.DeepClone().AsObject();
            Merge(checker, call.Body);
            set["healthChecker"] = LoadBalancerDocument.HealthChecker(checker);
        }));
    }

    private void AddBackends(Handlers handlers)
    {
        handlers.Add("CreateBackend", call => balancers.Change(
            call, "CREATE_BACKEND", document => parts.AddBackend(Set(call, document), call.Body)));
        handlers.Add("GetBackend", call => Read(call, document => Backend(call, document)));
        handlers.Add(
            "ListBackends", call => call.List(Set(call, call.Target(Kinds.LoadBalancer).Document).Parts("backends")));
        handlers.Add("UpdateBackend", call => balancers.Change(
            call, "UPDATE_BACKEND", document => Merge(Backend(call, document), call.Body)));
        handlers.Add("DeleteBackend", call => balancers.Change(call, "DELETE_BACKEND", document =>
            Set(call, document)["backends"]!.AsArray().Remove(Backend(call, document))));
        var health = new BackendHealth(cloud);
        handlers.Add("GetBackendHealth", health.OfBackend);
        handlers.Add("GetBackendSetHealth", health.OfSet);
        handlers.Add("GetNetworkLoadBalancerHealth", health.OfBalancer);
    }

    private static void Merge(JsonObject document, JsonObject changes)
    {
        foreach ((string name, JsonNode? value) in changes)
        {
            document[name] = value?.DeepClone();
        }
    }

    private static ApiAnswer Read(ApiCall call, Func<JsonObject, JsonObject> part)
    {
        Resource balancer = call.Target(Kinds.LoadBalancer);
        return new ApiAnswer
        {
            Body = part(balancer.Document).DeepClone(), Headers = { ["etag"] = balancer.ETag },
        };
    }
}
