using System.Security.Cryptography;
using System.Text.Json;
using MoodleNodeAgent.Oci.Signing;

namespace MoodleNodeAgent.Oci;

/// <summary>The throw-away key of the signature vectors.</summary>
internal sealed class TestKey : IOciKeySource
{
    private readonly OciSigningKey key;

    public TestKey(string? keyId = null)
    {
        JsonElement vectors = WireFile.Read("signing-vectors.json").GetProperty("key");
        RSA rsa = RSA.Create();
        rsa.ImportFromPem(vectors.GetProperty("privateKeyPkcs8").GetString());
        key = new OciSigningKey(keyId ?? vectors.GetProperty("keyId").GetString()!, rsa);
    }

    public bool CanRenew { get; init; }

    public int Renewals { get; private set; }

    public ValueTask<OciSigningKey> GetKeyAsync(bool renew, CancellationToken cancellationToken)
    {
        Renewals += renew ? 1 : 0;
        return ValueTask.FromResult(key);
    }
}
