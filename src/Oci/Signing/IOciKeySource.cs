namespace MoodleNodeAgent.Oci.Signing;

/// <summary>Gives the key that signs the calls: an API key, a session token's, or an instance's.</summary>
public interface IOciKeySource
{
    /// <summary>True when a key that was refused can be exchanged for a new one.</summary>
    bool CanRenew { get; }

    /// <summary>The key to sign with; with renew, a new one instead of the one that was refused.</summary>
    ValueTask<OciSigningKey> GetKeyAsync(bool renew, CancellationToken cancellationToken);
}
