using System.Security.Cryptography;
using System.Text.Json;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Which instance joined for which node, and when it may again: once its certificate has ended and no session
/// of it lives. An answer that was lost on the way is given again to the same key.</summary>
internal sealed class InstanceJoins(
    IDocumentStore documents, Sessions sessions, Revocations revocations, IAuditLog audit, ILogger<InstanceJoins> log)
{
    /// <summary>Action in the audit log when somebody with a valid proof wants to join as a node that is connected.</summary>
    public const string Alert = "refused: join while connected";

    private const string Kind = "instance-joins";

    private readonly Lock _lock = new();

    /// <summary>Issues a certificate if the instance may join; what the node had before is revoked.</summary>
    /// <param name="node">Name of the node.</param>
    /// <param name="instanceId">OCID that was proved.</param>
    /// <param name="publicKey">Key of the certificate request.</param>
    /// <param name="issue">Makes the certificate.</param>
    /// <exception cref="InstanceIdentityException">It may not join now.</exception>
    public IssuedCertificate Join(
        string node, string instanceId, ReadOnlySpan<byte> publicKey, Func<IssuedCertificate> issue)
    {
        byte[] key = SHA256.HashData(publicKey);
        lock (_lock)
        {
            Joined? before = Read(node);
            if (sessions.Find(node) is not null)
            {
                FleetLog.JoinWhileConnected(log, node, instanceId);
                audit.Add(instanceId, Alert, node);
                throw new InstanceIdentityException("the node is connected");
            }

            if (before is { IsRemoved: true } && before.InstanceId == instanceId)
            {
                throw new InstanceIdentityException("the instance was removed from the site");
            }

            IReadOnlyDictionary<string, DateTimeOffset> valid = revocations.Unexpired(node);
            bool isRepeated = before is not null && before.InstanceId == instanceId
                && CryptographicOperations.FixedTimeEquals(before.Key, key)
                && valid.Keys.All(serial => serial == before.Serial);
            bool isReplaced = before is not null && before.InstanceId != instanceId;
            if (valid.Count > 0 && !isRepeated && !isReplaced)
            {
                throw new InstanceIdentityException($"the node has a certificate until {valid.Values.Max():u}");
            }

            if (before is not null)
            {
                FleetLog.Rejoined(log, node, instanceId, before.Serial);
            }

            revocations.RevokeNode(node);
            IssuedCertificate issued = issue();
            revocations.Record(node, issued);
            Write(node, new Joined(instanceId, key, issued.Serial, IsRemoved: false));
            return issued;
        }
    }

    /// <summary>Keeps the instance out for good: its node has left the site.</summary>
    public void Remove(string node)
    {
        lock (_lock)
        {
            if (Read(node) is { } joined)
            {
                Write(node, joined with { IsRemoved = true });
            }
        }
    }

    private Joined? Read(string node) =>
        documents.Get(Kind, node) is { } stored ? JsonSerializer.Deserialize<Joined>(stored) : null;

    private void Write(string node, Joined joined) =>
        documents.Put(Kind, node, JsonSerializer.SerializeToUtf8Bytes(joined));

    private sealed record Joined(string InstanceId, byte[] Key, string Serial, bool IsRemoved);
}
