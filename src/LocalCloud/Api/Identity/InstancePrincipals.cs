using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api.Signing;

namespace MoodleNodeAgent.LocalCloud.Api.Identity;

/// <summary>Instances as principals: the certificate signs for a token, the token's session key signs
/// requests.</summary>
/// <param name="cloud">The control plane.</param>
/// <param name="clock">The real clock: certificates and tokens are not of the virtual time.</param>
internal sealed class InstancePrincipals(Cloud cloud, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(20);
    private readonly Dictionary<string, Session> _sessions = [];

    public InstanceCertificates Certificates { get; } = new(clock);

    /// <summary>The key that a request is signed with: of a certificate (fed-x509) or of a session
    /// (ST$TOKEN).</summary>
    /// <param name="keyId">As the authorization header tells it.</param>
    /// <param name="body">The request's body: a federation request holds its certificate.</param>
    /// <returns>Null: not to be trusted.</returns>
    public AccessKey? Find(string keyId, byte[] body)
    {
        lock (cloud.Gate)
        {
            if (keyId.StartsWith("ST$", StringComparison.Ordinal))
            {
                return _sessions.TryGetValue(keyId[3..], out Session? session) && session.TimeEnds > clock.GetUtcNow()
                    && cloud.IsLive(session.Key.InstanceId!)
                    ? session.Key
                    : null;
            }

            return keyId.StartsWith($"{cloud.TenancyId}/fed-x509/", StringComparison.Ordinal)
                ? OfCertificate(keyId, body)
                : null;
        }
    }

    /// <summary>Makes a token for the session key that the federation request names.</summary>
    public string Federate(string instanceId, string publicKey)
    {
        var key = RSA.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(Bare(publicKey)), out _);
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            key.Dispose();
            throw ApiError.InvalidParameter("Invalid value for parameter publicKey: it is no public key in DER");
        }

        DateTimeOffset now = clock.GetUtcNow();
        foreach (string old in _sessions.Where(pair => pair.Value.TimeEnds <= now).Select(pair => pair.Key).ToList())
        {
            _sessions.Remove(old);
        }

        string token = Token(instanceId, now);
        var access = new AccessKey(cloud.TenancyId, instanceId, key) { KeyId = $"ST${token}", InstanceId = instanceId };
        _sessions[token] = new Session(access, now + TokenLifetime);
        return token;
    }

    public void Dispose()
    {
        Certificates.Dispose();
        foreach (Session session in _sessions.Values)
        {
            session.Key.Key.Dispose();
        }
    }

    private AccessKey? OfCertificate(string keyId, byte[] body)
    {
        try
        {
            string? text = (JsonNode.Parse(body) as JsonObject)?.TextOrNull("certificate");
            using X509Certificate2? leaf = text is null
                ? null
                : X509CertificateLoader.LoadCertificate(Convert.FromBase64String(Bare(text)));
            string? instance = leaf is null ? null : InstanceCertificates.Unit(leaf, "opc-instance");
            return leaf is not null && instance is not null && cloud.IsLive(instance) && Certificates.Trusts(leaf)
                && keyId.EndsWith("/" + InstanceCertificates.Fingerprint(leaf), StringComparison.Ordinal)
                ? new AccessKey(
                    cloud.TenancyId, instance, leaf.GetRSAPublicKey()!) { KeyId = keyId, InstanceId = instance }
                : null;
        }
        catch (Exception exception)
            when (exception is JsonException or FormatException or CryptographicException or InvalidOperationException)
        {
            return null;
        }
    }

    // Clients look at "exp" only; what the token is worth is kept here.
    private string Token(string instanceId, DateTimeOffset now)
    {
        string header = Part(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = "local" });
        string payload = Part(new JsonObject
        {
            ["sub"] = instanceId, ["opc-instance"] = instanceId, ["opc-tenant"] = cloud.TenancyId,
            ["opc-compartment"] = cloud.Get(Kinds.Instance, instanceId).CompartmentId, ["opc-certtype"] = "instance",
            ["ptype"] = "instance", ["iss"] = "authService.oracle.com", ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + TokenLifetime).ToUnixTimeSeconds(), ["jti"] = Convert.ToHexStringLower(
                RandomNumberGenerator.GetBytes(16)),
        });
        using RSA key = Certificates.Root.GetRSAPrivateKey()!;
        byte[] signature = key.SignData(
            Encoding.ASCII.GetBytes($"{header}.{payload}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{payload}.{Encode(signature)}";
    }

    private static string Part(JsonObject part) => Encode(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static string Encode(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    // Base64 of the DER, with PEM's armour or without.
    private static string Bare(string text) => string.Concat(text.Split('\n', StringSplitOptions.TrimEntries)
        .Where(line => !line.StartsWith("-----", StringComparison.Ordinal)));

    private sealed record Session(AccessKey Key, DateTimeOffset TimeEnds);
}
