using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Health of backends, sets and balancers, from the data plane's checks.</summary>
internal sealed class BackendHealth(Cloud cloud)
{
    /// <summary>How many of the latest checks count.</summary>
    private const int Considered = 3;

    public ApiAnswer OfBackend(ApiCall call)
    {
        Resource balancer = call.Target(Kinds.LoadBalancer);
        string backend = BackendService.Backend(call, balancer.Document).Text("name");
        IReadOnlyList<HealthCheck> checks = Checks(balancer, call.PathValue("backendSetName"), backend);
        return new ApiAnswer
        {
            Body = new JsonObject
            {
                ["status"] = Status(checks),
                ["healthCheckResults"] = new JsonArray([.. checks.Select(check => new JsonObject
                {
                    ["timestamp"] = check.Timestamp.Stamp(), ["healthCheckStatus"] = check.Status,
                })]),
            },
        };
    }

    public ApiAnswer OfSet(ApiCall call)
    {
        Resource balancer = call.Target(Kinds.LoadBalancer);
        ILookup<string, string> statuses = Statuses(balancer, BackendService.Set(call, balancer.Document));
        return new ApiAnswer
        {
            Body = new JsonObject
            {
                ["status"] = Summary(statuses),
                ["warningStateBackendNames"] = JsonAccess.ToArray(statuses["WARNING"]),
                ["criticalStateBackendNames"] = JsonAccess.ToArray(statuses["CRITICAL"]),
                ["unknownStateBackendNames"] = JsonAccess.ToArray(statuses["UNKNOWN"]),
                ["totalBackendCount"] = statuses.Sum(group => group.Count()),
            },
            Headers = { ["etag"] = balancer.ETag },
        };
    }

    public ApiAnswer OfBalancer(ApiCall call)
    {
        Resource balancer = call.Target(Kinds.LoadBalancer);
        ILookup<string, string> sets = balancer.Document.Part("backendSets")!
            .ToLookup(pair => Summary(Statuses(balancer, pair.Value!.AsObject())), pair => pair.Key);
        string[] worstFirst = ["CRITICAL", "WARNING", "UNKNOWN"];
        string status = worstFirst.FirstOrDefault(sets.Contains) ?? (sets.Count == 0 ? "UNKNOWN" : "OK");
        return new ApiAnswer
        {
            Body = new JsonObject
            {
                ["status"] = status,
                ["warningStateBackendSetNames"] = JsonAccess.ToArray(sets["WARNING"]),
                ["criticalStateBackendSetNames"] = JsonAccess.ToArray(sets["CRITICAL"]),
                ["unknownStateBackendSetNames"] = JsonAccess.ToArray(sets["UNKNOWN"]),
                ["totalBackendSetCount"] = sets.Sum(group => group.Count()),
            },
        };
    }

    private IReadOnlyList<HealthCheck> Checks(Resource balancer, string set, string backend) =>
        [.. cloud.DataPlane.GetBackendHealth(balancer.Id, set, backend).Take(Considered)];

    private ILookup<string, string> Statuses(Resource balancer, JsonObject set) => set.Parts("backends")
        .Select(backend => backend.Text("name"))
        .ToLookup(name => Status(Checks(balancer, set.Text("name"), name)));

    // OK: all checks passed; WARNING: some; CRITICAL: none.
    private static string Status(IReadOnlyList<HealthCheck> checks)
    {
        int passed = checks.Count(check => check.Status == "OK");
        return checks.Count == 0 ? "UNKNOWN" : passed == checks.Count ? "OK" : passed > 0 ? "WARNING" : "CRITICAL";
    }

    // OK: all backends; WARNING: half or more; CRITICAL: fewer; UNKNOWN: nothing is known of any.
    private static string Summary(ILookup<string, string> statuses)
    {
        int total = statuses.Sum(group => group.Count());
        int good = statuses["OK"].Count();
        return statuses["UNKNOWN"].Count() == total ? "UNKNOWN"
            : good == total ? "OK"
            : good * 2 >= total ? "WARNING" : "CRITICAL";
    }
}
