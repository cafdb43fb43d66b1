using MoodleNodeAgent.Oci.InstancePrincipals;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>Signs as the instance that the coordinator runs on.</summary>
internal interface IHostIdentity
{
    /// <summary>Signs a statement with the key of the instance's identity.</summary>
    /// <exception cref="InstanceMetadataException">This machine has none.</exception>
    Task<InstanceSignature> SignAsync(ReadOnlyMemory<byte> statement, CancellationToken cancellation);
}

/// <summary>By the machine's metadata service.</summary>
internal sealed class HostIdentity(TimeProvider time) : IHostIdentity
{
    public async Task<InstanceSignature> SignAsync(ReadOnlyMemory<byte> statement, CancellationToken cancellation)
    {
        using var metadata = new InstanceMetadata(new InstanceMetadataOptions(), time);
        return await metadata.SignAsync(statement, cancellation);
    }
}
