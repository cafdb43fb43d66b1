namespace MoodleNodeAgent.Oci.Signing;

/// <summary>One profile of an OCI configuration file; a key missing in it was taken from DEFAULT.</summary>
public sealed record OciProfile
{
    /// <summary>The section's name.</summary>
    public required string Name { get; init; }

    /// <summary>The file that it stands in, for messages.</summary>
    public required string File { get; init; }

    /// <summary>OCID of the user; null with a session token or an instance principal.</summary>
    public string? User { get; init; }

    /// <summary>OCID of the tenancy.</summary>
    public string? Tenancy { get; init; }

    /// <summary>MD5 of the public key, hex pairs with colons; default: worked out from the key.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Region id, such as eu-frankfurt-1; short keys (fra) are already spelled out.</summary>
    public string? Region { get; init; }

    /// <summary>Path of the private key in PEM form, with ~ already resolved.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Pass phrase of the private key; null for a key in the clear.</summary>
    public string? PassPhrase { get; init; }

    /// <summary>Path of a session token that stands in for user and fingerprint; default: none.</summary>
    public string? SecurityTokenFile { get; init; }

    /// <summary>Path of a token by which a user lets this machine act for him; default: none.</summary>
    public string? DelegationTokenFile { get; init; }

    /// <summary>True when the machine's own identity signs instead of a user's key.</summary>
    public bool IsInstancePrincipal { get; init; }

    /// <summary>Name and file only: the profile holds a pass phrase.</summary>
    public override string ToString() => $"[{Name}] of {File}";
}
