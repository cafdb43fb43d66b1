using System.Text.Json.Serialization;
namespace MoodleNodeAgent.Oci.Identity;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(OciTimeConverter)])]
[JsonSerializable(typeof(Compartment))]
[JsonSerializable(typeof(CreateDynamicGroupDetails))]
[JsonSerializable(typeof(CreatePolicyDetails))]
[JsonSerializable(typeof(DynamicGroup))]
[JsonSerializable(typeof(List<AvailabilityDomain>))]
[JsonSerializable(typeof(List<Compartment>))]
[JsonSerializable(typeof(List<DynamicGroup>))]
[JsonSerializable(typeof(List<FaultDomain>))]
[JsonSerializable(typeof(List<Policy>))]
[JsonSerializable(typeof(List<RegionSubscription>))]
[JsonSerializable(typeof(Policy))]
[JsonSerializable(typeof(Tenancy))]
internal sealed partial class IdentityJson : JsonSerializerContext;
