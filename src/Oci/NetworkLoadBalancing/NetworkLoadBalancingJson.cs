using System.Text.Json.Serialization;
namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(OciTimeConverter)])]
[JsonSerializable(typeof(Backend))]
[JsonSerializable(typeof(BackendHealth))]
[JsonSerializable(typeof(BackendSet))]
[JsonSerializable(typeof(BackendSetHealth))]
[JsonSerializable(typeof(CreateBackendSetDetails))]
[JsonSerializable(typeof(CreateNetworkLoadBalancerDetails))]
[JsonSerializable(typeof(HealthChecker))]
[JsonSerializable(typeof(Listener))]
[JsonSerializable(typeof(NetworkLoadBalancer))]
[JsonSerializable(typeof(NetworkLoadBalancerHealth))]
[JsonSerializable(typeof(OciItems<Backend>))]
[JsonSerializable(typeof(OciItems<NetworkLoadBalancer>))]
[JsonSerializable(typeof(OciItems<WorkRequest>))]
[JsonSerializable(typeof(OciItems<WorkRequestError>))]
[JsonSerializable(typeof(OciItems<WorkRequestLogEntry>))]
[JsonSerializable(typeof(UpdateBackendDetails))]
[JsonSerializable(typeof(UpdateBackendSetDetails))]
[JsonSerializable(typeof(UpdateListenerDetails))]
[JsonSerializable(typeof(UpdateNetworkLoadBalancerDetails))]
[JsonSerializable(typeof(WorkRequest))]
internal sealed partial class NetworkLoadBalancingJson : JsonSerializerContext;
