namespace MoodleNodeAgent.Oci.InstancePrincipals;

/// <summary>A statement signed by the machine as itself.</summary>
public sealed record InstanceSignature
{
    /// <summary>The machine's certificate, DER.</summary>
    public required ReadOnlyMemory<byte> Certificate { get; init; }

    /// <summary>Who issued it, DER.</summary>
    public required ReadOnlyMemory<byte> Intermediate { get; init; }

    /// <summary>RSASSA-PSS with SHA-256 and a salt of 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }
}
