using System.Text.Json.Serialization;

namespace MoodleNodeAgent.Oci.Auth;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InstancePrincipalRoots))]
internal sealed partial class AuthJson : JsonSerializerContext;
