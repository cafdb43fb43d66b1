using System.Security.Cryptography;
using MoodleNodeAgent.Oci.Signing;

namespace MoodleNodeAgent.Oci.InstancePrincipals;

/// <summary>Signs as the machine itself: its certificate is exchanged for a session token, again and again.</summary>
public sealed class InstancePrincipalKeys : IOciKeySource, IDisposable
{
    private const int SessionKeyBits = 2048;

    private readonly OciClientOptions options;
    private readonly InstanceMetadata metadata;
    private readonly TimeProvider time;
    private readonly Random random;
    private readonly HttpMessageHandler? handler;
    private readonly Func<string?> delegationToken;
    private readonly SemaphoreSlim turn = new(1, 1);
    private Session? current;

    /// <summary>Asks nothing yet; options say where the auth service is, the handler is for tests.</summary>
    public InstancePrincipalKeys(OciClientOptions options, InstanceMetadata metadata, TimeProvider time, Random random,
        HttpMessageHandler? handler = null)
        : this(options, metadata, time, random, handler, () => null)
    {
    }

    private InstancePrincipalKeys(OciClientOptions options, InstanceMetadata metadata, TimeProvider time,
        Random random, HttpMessageHandler? handler, Func<string?> delegationToken)
    {
        this.options = options;
        this.metadata = metadata;
        this.time = time;
        this.random = random;
        this.handler = handler;
        this.delegationToken = delegationToken;
    }

    /// <inheritdoc/>
    public bool CanRenew => true;

    /// <summary>How long before its end a token is exchanged, though never in the first half of its life;
    /// default: 5 minutes.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Signs as the machine on behalf of the user whose token stands in the file, read at every renewal.
    /// </summary>
    public static InstancePrincipalKeys WithDelegation(OciClientOptions options, InstanceMetadata metadata,
        TimeProvider time, Random random, string delegationTokenFile, HttpMessageHandler? handler = null) =>
        new(options, metadata, time, random, handler, () => OciTokenFile.Read(delegationTokenFile,
            "Open the Cloud Shell anew, which writes one."));

    /// <inheritdoc/>
    public async ValueTask<OciSigningKey> GetKeyAsync(bool renew, CancellationToken cancellationToken)
    {
        Session? before = current;
        if (!renew && before is not null && time.GetUtcNow() < before.RenewAt)
        {
            return before.Key;
        }

        await turn.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited for another one's renewal takes what that one got.
            if (current is { } other && other != before && time.GetUtcNow() < other.RenewAt)
            {
                return other.Key;
            }

            current = await RenewAsync(renew, cancellationToken);
            return current.Key;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<Session> RenewAsync(bool wasRefused, CancellationToken cancellationToken)
    {
        try
        {
            return await FederateAsync(cancellationToken);
        }
        catch (Exception e) when (e is OciException or InstanceMetadataException
            && !wasRefused && current is not null && time.GetUtcNow() < current.End)
        {
            // The old token is still good; the next call tries again.
            return current;
        }
    }

    private async Task<Session> FederateAsync(CancellationToken cancellationToken)
    {
        using InstanceIdentity identity = await metadata.GetIdentityAsync(cancellationToken);
        // Calls under way may still sign with the key before it, so keys are left to the garbage collector.
        RSA sessionKey = RSA.Create(SessionKeyBits);
        DateTimeOffset began = time.GetUtcNow();
        using OciConnection connection = new(
            options, new LeafKey(identity), time, random, handler);
        string token = await new AuthClient(connection).FederateAsync(new FederationRequest
        {
            Certificate = Convert.ToBase64String(identity.Certificate),
            IntermediateCertificates = [.. identity.Intermediates.Select(Convert.ToBase64String)],
            PublicKey = Convert.ToBase64String(sessionKey.ExportSubjectPublicKeyInfo()),
        }, cancellationToken);

        // A token that does not tell its end is good for twenty minutes in practice.
        DateTimeOffset end = SecurityToken.EndOf(token) ?? began + TimeSpan.FromMinutes(20);
        TimeSpan life = end - began;
        OciSigningKey key = new("ST$" + token, sessionKey) { DelegationToken = delegationToken() };
        return new Session(key, end, end - (Margin < life / 2 ? Margin : life / 2));
    }

    private sealed record Session(OciSigningKey Key, DateTimeOffset End, DateTimeOffset RenewAt);

    private sealed class LeafKey(InstanceIdentity identity) : IOciKeySource
    {
        private readonly OciSigningKey key = new(identity.KeyId, identity.Key);

        public bool CanRenew => false;

        public ValueTask<OciSigningKey> GetKeyAsync(bool renew, CancellationToken cancellationToken) =>
            ValueTask.FromResult(key);
    }
}
