using System.Net;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The parts of a network load balancer's document: defaults, checks, and the form that the data plane
/// takes.</summary>
internal sealed class LoadBalancerDocument(Cloud cloud)
{
    public static JsonObject Listener(JsonObject given)
    {
        int port = given.Whole("port", 0);
        if (port is < 1 or > 65535)
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter port: {port}");
        }

        if (given.Text("protocol") != "TCP")
        {
            throw new ApiError(501, "MethodNotImplemented", "The local cloud balances TCP only.");
        }

        JsonObject listener = given.DeepClone().AsObject();
        listener["ipVersion"] ??= "IPV4";
        listener["isPpv2Enabled"] ??= false;
        return listener;
    }

    public JsonObject BackendSet(string name, JsonObject given)
    {
        JsonObject set = given.DeepClone().AsObject();
        set["name"] = name;
        set["policy"] ??= "FIVE_TUPLE";
        set["isPreserveSource"] ??= true;
        set["isFailOpen"] ??= false;
        set["isInstantFailoverEnabled"] ??= false;
        set["isInstantFailoverTcpResetEnabled"] ??= true;
        set["ipVersion"] ??= "IPV4";
        set["healthChecker"] =
            HealthChecker(given.Part("healthChecker") ?? throw ApiError.MissingParameter("healthChecker"));
        set["backends"] = new JsonArray();
        foreach (JsonObject backend in given.Parts("backends"))
        {
            AddBackend(set, backend);
        }

        return set;
    }

    public void AddBackend(JsonObject set, JsonObject given)
    {
        string? address = given.TextOrNull("ipAddress");
        string? targetId = given.TextOrNull("targetId");
        if (address is null == targetId is null)
        {
            throw ApiError.InvalidParameter("A backend has either ipAddress or targetId.");
        }

        if (address is not null && !IPAddress.TryParse(address, out _))
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter ipAddress: {address}");
        }

        if (targetId is not null)
        {
            _ = InstanceAddress(targetId) ?? throw ApiError.RelatedNotFound(targetId);
        }

        int port = given.Whole("port", 0);
        if (port is < 1 or > 65535)
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter port: {port}");
        }

        string name = given.TextOrNull("name") ?? $"{address ?? targetId}:{port}";
        if (set.Parts("backends").Any(other => other.Text("name") == name
                || (other.TextOrNull("ipAddress") == address && address is not null && other.Whole("port", 0) == port)))
        {
            throw ApiError.Conflict($"The backend set {set.Text("name")} has backend {name} already.");
        }

        JsonObject backend = given.DeepClone().AsObject();
        backend["name"] = name;
        backend["weight"] ??= 1;
        backend["isDrain"] ??= false;
        backend["isBackup"] ??= false;
        backend["isOffline"] ??= false;
        set["backends"]!.AsArray().Add((JsonNode)backend);
    }

    public static JsonObject HealthChecker(JsonObject given)
    {
        string protocol = given.Text("protocol");
        if (protocol is not ("HTTP" or "HTTPS" or "TCP"))
        {
            throw new ApiError(
                501, "MethodNotImplemented", $"The local cloud checks health over HTTP, HTTPS or TCP, not {protocol}.");
        }

        if (protocol != "TCP")
        {
            foreach (string name in (string[])["urlPath", "returnCode"])
            {
                if (given[name] is null)
                {
                    throw ApiError.MissingParameter($"healthChecker.{name}");
                }
            }
        }

        JsonObject checker = given.DeepClone().AsObject();
        checker["port"] ??= 0;
        checker["retries"] ??= 3;
        checker["timeoutInMillis"] ??= 3000;
        checker["intervalInMillis"] ??= 10000;
        return checker;
    }

    /// <summary>Every listener names a backend set, and no two have the same port.</summary>
    public static void CheckListeners(JsonObject document)
    {
        var ports = new HashSet<int>();
        foreach ((string name, JsonNode? value) in document.Part("listeners")!)
        {
            JsonObject listener = value!.AsObject();
            string set = listener.Text("defaultBackendSetName");
            if (!document.Part("backendSets")!.ContainsKey(set))
            {
                throw ApiError.InvalidParameter($"The listener {name} names backend set {set}, which is not there.");
            }

            if (!ports.Add(listener.Whole("port", 0)))
            {
                throw ApiError.InvalidParameter($"The port {listener.Whole("port", 0)} has another listener already.");
            }
        }
    }

    public LoadBalancerSpec Spec(Resource balancer, JsonObject document) => new()
    {
        LoadBalancerId = balancer.Id,
        VcnId = balancer.Inside.Text("vcnId"),
        SubnetId = document.Text("subnetId"),
        PrivateAddress = balancer.Inside.Text("privateAddress"),
        PublicAddress = balancer.Inside.TextOrNull("publicAddress"),
        Listeners =
            [.. document.Part("listeners")!.Select(pair => pair.Value!.AsObject()).Select(listener => new ListenerSpec
        {
            Name = listener.Text("name"), Port = listener.Whole("port", 0),
            BackendSetName = listener.Text("defaultBackendSetName"),
        })],
        BackendSets = [.. document.Part("backendSets")!.Select(pair => SetSpec(pair.Value!.AsObject()))],
    };

    private BackendSetSpec SetSpec(JsonObject set)
    {
        JsonObject checker = set.Part("healthChecker")!;
        return new BackendSetSpec
        {
            Name = set.Text("name"), Policy = set.Text("policy"), IsFailOpen = set.Flag("isFailOpen"),
            IsPreserveSource = set.Flag("isPreserveSource"),
            HealthChecker = new HealthCheckerSpec
            {
                Protocol = checker.Text("protocol"), Port = checker.Whole("port", 0),
                    Retries = checker.Whole("retries", 3),
                Timeout = TimeSpan.FromMilliseconds(checker.Number("timeoutInMillis", 3000)),
                Interval = TimeSpan.FromMilliseconds(checker.Number("intervalInMillis", 10000)),
                UrlPath = checker.TextOrNull("urlPath"),
                ReturnCode = checker["returnCode"] is null ? null : checker.Whole("returnCode", 0),
                ResponseBodyRegex = checker.TextOrNull("responseBodyRegex"),
            },
            Backends = [.. set.Parts("backends").Select(backend => new BackendSpec
            {
                Name = backend.Text("name"),
                Address = backend.TextOrNull("ipAddress") ?? InstanceAddress(backend.Text("targetId")) ?? "0.0.0.0",
                Port = backend.Whole("port", 0), Weight = backend.Whole("weight", 1), IsDrain = backend.Flag("isDrain"),
                IsOffline = backend.Flag("isOffline"), IsBackup = backend.Flag("isBackup"),
            })],
        };
    }

    private string? InstanceAddress(string instanceId) => cloud.All(Kinds.VnicAttachment)
        .Where(attachment => attachment.Document.Text("instanceId") == instanceId)
        .Select(attachment => cloud.Get(Kinds.Vnic, attachment.Inside.Text("vnicId")).Document.Text("privateIp"))
        .FirstOrDefault();
}
