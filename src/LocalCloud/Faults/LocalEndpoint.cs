using System.Text.Json;
using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Clock;

namespace MoodleNodeAgent.LocalCloud.Faults;

/// <summary>The control endpoint outside of the API's paths, under /_local: health, faults, capacity, limits,
/// resources, clock, identities of instances. It takes no signature: it is only reachable on loopback.</summary>
internal sealed class LocalEndpoint(Cloud cloud, FaultTable faults, RequestLog requests)
{
    public WireAnswer Handle(string method, string rawTarget, string body)
    {
        lock (cloud.Gate)
        {
            try
            {
                cloud.Settle();
                string[] path =
                    [.. rawTarget.Split('?')[0].TrimEnd('/').Split('/').Skip(2).Select(Uri.UnescapeDataString)];
                JsonObject sent = body.Length == 0 ? [] : JsonNode.Parse(body)?.AsObject() ?? [];
                return new WireAnswer(200, Answer(method, path, sent).ToJsonString(), new Dictionary<string, string>());
            }
            catch (ApiError error)
            {
                return ApiDispatcher.Tell(error);
            }
            catch (Exception exception)
                when (exception is JsonException or InvalidOperationException or FormatException or OverflowException)
            {
                return ApiDispatcher.Tell(ApiError.CannotParse($"Cannot read the request: {exception.Message}"));
            }
        }
    }

    private JsonNode Answer(string method, string[] path, JsonObject sent)
    {
        switch (method, path)
        {
            case ("GET", ["health"]):
                return Health();
            case ("GET", ["resources"]):
                return new JsonArray([.. cloud.Resources.Select(resource => resource.Document.DeepClone())]);
            case ("POST", ["resources", var id]):
                return Tampering.Change(cloud, id, sent);
            case ("DELETE", ["resources", var id]):
                Tampering.Delete(cloud, id);
                return new JsonObject();
            case ("GET", ["requests"]):
                return requests.Tell();
            case ("DELETE", ["requests"]):
                requests.Clear();
                return new JsonArray();
            case ("GET", ["faults"]):
                return new JsonArray([.. faults.Faults.Select(fault => fault.Tell())]);
            case ("POST", ["faults"]):
                var fault = Fault.Parse(sent);
                faults.Set(fault);
                return fault.Tell();
            case ("DELETE", ["faults"]):
                faults.Clear();
                return new JsonArray();
            case ("GET", ["capacity"]):
                return new JsonArray([.. cloud.Capacity.Missing.Select(CapacityTable.Tell)]);
            case ("POST", ["capacity"]):
                MissingCapacity missing = CapacityTable.Parse(sent);
                cloud.Capacity.Set(missing);
                return CapacityTable.Tell(missing);
            case ("DELETE", ["capacity"]):
                cloud.Capacity.Clear();
                return new JsonArray();
            case ("POST", ["limits"]):
                return SetLimit(sent);
            case ("DELETE", ["limits"]):
                cloud.Limits.Reset();
                return new JsonArray();
            case ("POST", ["clock"]):
                return Advance(sent);
            case ("GET", ["instances", var id, "identity"]):
                return Identity(id);
            default:
                throw new ApiError(
                    404, "NotFound", $"The control endpoint has no {method} /_local/{string.Join('/', path)}.");
        }
    }

    private JsonObject Health() => new()
    {
        ["status"] = "OK", ["tenancyId"] = cloud.TenancyId, ["compartmentId"] = cloud.CompartmentId,
        ["region"] = cloud.Options.Region, ["latencyFactor"] = cloud.Latencies.Factor, ["time"] = cloud.Now.Stamp(),
        ["resources"] = cloud.Resources.Count(resource => resource.TimeEnded is null),
    };

    private JsonObject SetLimit(JsonObject sent)
    {
        if ((sent.TextOrNull("tenancyId") ?? cloud.TenancyId) != cloud.TenancyId)
        {
            throw ApiError.InvalidParameter($"The local cloud has only the tenancy {cloud.TenancyId}.");
        }

        cloud.Limits.Set(
            sent.Text("name"), sent.TextOrNull("availabilityDomain"),
            sent["value"] is null ? throw ApiError.MissingParameter("value") : sent.Number("value", 0));
        return sent.DeepClone().AsObject();
    }

    private JsonObject Advance(JsonObject sent)
    {
        if (cloud.Clock is not VirtualClock clock)
        {
            throw ApiError.Conflict("The clock is the machine's: start the local cloud with --virtual-clock.");
        }

        clock.Advance(TimeSpan.FromSeconds(sent.Real("seconds") ?? throw ApiError.MissingParameter("seconds")));
        cloud.Settle();
        return new JsonObject { ["time"] = cloud.Now.Stamp() };
    }

    private JsonObject Identity(string id)
    {
        var identity = cloud.Principals.Certificates.Issue(cloud.Related(Kinds.Instance, id), cloud.TenancyId);
        return new JsonObject
        {
            ["cert.pem"] = identity.Certificate, ["key.pem"] = identity.Key,
            ["intermediate.pem"] = identity.Intermediate,
        };
    }
}
