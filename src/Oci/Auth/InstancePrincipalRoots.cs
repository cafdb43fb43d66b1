namespace MoodleNodeAgent.Oci.Auth;

/// <summary>Roots of the certificates that a region gives to its instances.</summary>
public sealed record InstancePrincipalRoots
{
    /// <summary>Base64 of the DER, or PEM; line breaks may be in it.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>The moment, RFC 3339, at which they should be read again.</summary>
    public string? RefreshIn { get; init; }
}
