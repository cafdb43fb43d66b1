using System.Text.Json.Serialization;
namespace MoodleNodeAgent.Oci.Limits;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(OciTimeConverter)])]
[JsonSerializable(typeof(List<LimitValueSummary>))]
[JsonSerializable(typeof(List<ServiceSummary>))]
[JsonSerializable(typeof(ResourceAvailability))]
internal sealed partial class LimitsJson : JsonSerializerContext;
