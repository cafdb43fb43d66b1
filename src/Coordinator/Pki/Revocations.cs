using System.Collections.Concurrent;
using System.Text.Json;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>Which certificates were issued to which node, and which of them no longer count.</summary>
internal sealed class Revocations
{
    private const string IssuedKind = "issued-certificates";
    private const string RevokedKind = "revoked-certificates";

    private readonly IDocumentStore _documents;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _revoked;

    public Revocations(IDocumentStore documents, TimeProvider time)
    {
        _documents = documents;
        _time = time;
        _revoked = new ConcurrentDictionary<string, DateTimeOffset>(documents.List(RevokedKind).Select(serial =>
            KeyValuePair.Create(
                serial, JsonSerializer.Deserialize<DateTimeOffset>(documents.Get(RevokedKind, serial)))));
    }

    /// <summary>Whether the certificate of this serial number was revoked.</summary>
    public bool IsRevoked(string serial) => _revoked.ContainsKey(serial);

    /// <summary>All who have certificates: nodes, and operators.</summary>
    public IReadOnlyList<string> Holders => _documents.List(IssuedKind);

    /// <summary>The node's certificates that count now, by serial number, with their ends.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Unexpired(string node)
    {
        lock (_lock)
        {
            DateTimeOffset now = _time.GetUtcNow();
            return ReadIssued(node).Where(one => one.Value > now).ToDictionary();
        }
    }

    /// <summary>Notes a certificate, so that it can be revoked by its node's name.</summary>
    public void Record(string node, IssuedCertificate certificate)
    {
        lock (_lock)
        {
            Dictionary<string, DateTimeOffset> issued = ReadIssued(node);
            issued[certificate.Serial] = certificate.End;
            DateTimeOffset now = _time.GetUtcNow();
            _documents.Put(IssuedKind, node, JsonSerializer.SerializeToUtf8Bytes(
                issued.Where(one => one.Value > now).ToDictionary()));
        }
    }

    /// <summary>Revokes all certificates of the node. Ended ones are forgotten: they fail by their own date.</summary>
    public void RevokeNode(string node)
    {
        lock (_lock)
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach ((string serial, DateTimeOffset end) in ReadIssued(node))
            {
                _documents.Put(RevokedKind, serial, JsonSerializer.SerializeToUtf8Bytes(end));
                _revoked[serial] = end;
            }

            _documents.Remove(IssuedKind, node);
            foreach ((string serial, DateTimeOffset end) in _revoked)
            {
                if (end <= now)
                {
                    _documents.Remove(RevokedKind, serial);
                    _revoked.TryRemove(serial, out _);
                }
            }
        }
    }

    private Dictionary<string, DateTimeOffset> ReadIssued(string node) =>
        _documents.Get(IssuedKind, node) is { } stored
            ? JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(stored)!
            : [];
}
