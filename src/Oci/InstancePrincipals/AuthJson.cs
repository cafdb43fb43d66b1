using System.Text.Json.Serialization;
namespace MoodleNodeAgent.Oci.InstancePrincipals;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FederationAnswer))]
[JsonSerializable(typeof(FederationRequest))]
[JsonSerializable(typeof(InstancePrincipalRoots))]
[JsonSerializable(typeof(InstanceRegionInfo))]
internal sealed partial class AuthJson : JsonSerializerContext;

/// <summary>What the auth service wants for a token; certificates and key are base64 of their DER.</summary>
internal sealed record FederationRequest
{
    public required string Certificate { get; init; }

    public required IReadOnlyList<string> IntermediateCertificates { get; init; }

    public required string PublicKey { get; init; }

    public string Purpose { get; init; } = "DEFAULT";
}

internal sealed record FederationAnswer
{
    public string? Token { get; init; }

    // The token is as good as a key for its hour.
    public override string ToString() => "token ***";
}

/// <summary>The metadata service's regionInfo.</summary>
internal sealed record InstanceRegionInfo
{
    public string? RegionIdentifier { get; init; }

    public string? RealmDomainComponent { get; init; }
}
