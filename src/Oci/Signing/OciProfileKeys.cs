using System.Security.Cryptography;
using MoodleNodeAgent.Oci.InstancePrincipals;

namespace MoodleNodeAgent.Oci.Signing;

/// <summary>Signs with the key of a profile: a user's API key, or the key of a session token.</summary>
public sealed class OciProfileKeys : IOciKeySource, IDisposable
{
    private readonly OciProfile profile;
    private readonly TimeProvider time;
    private readonly RSA rsa;
    private OciSigningKey current;

    /// <summary>Reads the profile's key at once, so that what is wrong with it shows before the first call.</summary>
    public OciProfileKeys(OciProfile profile)
        : this(profile, TimeProvider.System)
    {
    }

    /// <summary>Reads the profile's key at once; the clock tells whether a session token has ended.</summary>
    public OciProfileKeys(OciProfile profile, TimeProvider time)
    {
        this.profile = profile;
        this.time = time;
        if (profile.IsInstancePrincipal)
        {
            throw new OciConfigException(
                $"Profile {profile} names no key but the machine's own identity. Open it with InstancePrincipalKeys.");
        }

        string[] missing = [.. Missing(profile)];
        if (missing.Length > 0)
        {
            throw new OciConfigException(
                $"Profile {profile} lacks {string.Join(", ", missing)}. Add it there or to [DEFAULT].");
        }

        rsa = OciKeyFile.Read(profile.KeyFile!, profile.PassPhrase);
        try
        {
            current = profile.SecurityTokenFile is null ? UserKey() : TokenKey();
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool CanRenew => profile.SecurityTokenFile is not null;

    /// <inheritdoc/>
    public ValueTask<OciSigningKey> GetKeyAsync(bool renew, CancellationToken cancellationToken)
    {
        if (renew && CanRenew)
        {
            // 'oci session refresh' writes a new token into the same file.
            current = TokenKey();
        }

        return ValueTask.FromResult(current);
    }

    /// <inheritdoc/>
    public void Dispose() => rsa.Dispose();

    private static IEnumerable<string> Missing(OciProfile profile)
    {
        if (profile.KeyFile is null)
        {
            yield return "key_file";
        }

        if (profile.SecurityTokenFile is null && profile.User is null)
        {
            yield return "user";
        }

        if (profile.SecurityTokenFile is null && profile.Tenancy is null)
        {
            yield return "tenancy";
        }
    }

    private OciSigningKey UserKey()
    {
        string actual = OciKeyFile.FingerprintOf(rsa);
        if (profile.Fingerprint is { } told && !told.Equals(actual, StringComparison.OrdinalIgnoreCase))
        {
            throw new OciConfigException($"Profile {profile}: fingerprint {told} is not that of {profile.KeyFile}, "
                + $"which is {actual}. Correct fingerprint or key_file.");
        }

        return new OciSigningKey($"{profile.Tenancy}/{profile.User}/{actual}", rsa)
        {
            DelegationToken = DelegationToken(),
        };
    }

    private OciSigningKey TokenKey()
    {
        string token = OciTokenFile.Read(
            profile.SecurityTokenFile!, "Make one with 'oci session authenticate'.");
        if (SecurityToken.EndOf(token) is { } end && end <= time.GetUtcNow())
        {
            throw new OciConfigException(
                $"The session token of profile {profile} ended at {end:yyyy-MM-dd HH:mm} UTC. Make a new one with 'oci "
                + $"session authenticate --profile-name {profile.Name}', then give the same command again.");
        }

        return new OciSigningKey("ST$" + token, rsa) { DelegationToken = DelegationToken() };
    }

    private string? DelegationToken() => profile.DelegationTokenFile is null
        ? null
        : OciTokenFile.Read(profile.DelegationTokenFile, "Correct delegation_token_file.");
}
