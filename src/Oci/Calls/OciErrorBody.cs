using System.Text.Json.Serialization;

namespace MoodleNodeAgent.Oci;

/// <summary>OCI's error as it stands in the body.</summary>
internal sealed record OciErrorBody
{
    public string? Code { get; init; }

    public string? Message { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OciErrorBody))]
internal sealed partial class OciErrorJson : JsonSerializerContext;
