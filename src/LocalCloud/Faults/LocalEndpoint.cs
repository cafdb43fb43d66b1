using System.Text.Json;
using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Faults;

/// <summary>The control endpoint outside of the API's paths: POST, GET and DELETE /_local/faults, GET /_local/health,
/// GET /_local/resources. It takes no signature: it is only reachable on loopback.</summary>
internal sealed class LocalEndpoint(Cloud cloud, FaultTable faults)
{
    public WireAnswer Handle(string method, string rawTarget, string body)
    {
        lock (cloud.Gate)
        {
            try
            {
                cloud.Settle();
                return new WireAnswer(
                    200, Answer(method, rawTarget.Split('?')[0].TrimEnd('/'), body).ToJsonString(),
                    new Dictionary<string, string>());
            }
            catch (ApiError error)
            {
                return ApiDispatcher.Tell(error);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                return ApiDispatcher.Tell(ApiError.CannotParse($"Cannot read the fault: {exception.Message}"));
            }
        }
    }

    private JsonNode Answer(string method, string path, string body)
    {
        switch (method, path)
        {
            case ("GET", "/_local/health"):
                return new JsonObject
                {
                    ["status"] = "OK",
                    ["tenancyId"] = cloud.TenancyId,
                    ["compartmentId"] = cloud.CompartmentId,
                    ["region"] = cloud.Options.Region,
                    ["latencyFactor"] = cloud.Latencies.Factor,
                    ["resources"] = cloud.Resources.Count(resource => resource.TimeEnded is null),
                };
            case ("GET", "/_local/resources"):
                return new JsonArray([.. cloud.Resources.Select(resource => resource.Document.DeepClone())]);
            case ("GET", "/_local/faults"):
                return new JsonArray([.. faults.Faults.Select(fault => fault.Tell())]);
            case ("POST", "/_local/faults"):
                var fault = Fault.Parse(JsonNode.Parse(body)?.AsObject() ?? []);
                faults.Set(fault);
                return fault.Tell();
            case ("DELETE", "/_local/faults"):
                faults.Clear();
                return new JsonArray();
            default:
                throw new ApiError(404, "NotFound", $"The control endpoint has no {method} {path}.");
        }
    }
}
