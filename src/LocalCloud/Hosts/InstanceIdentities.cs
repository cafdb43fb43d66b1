using System.Collections.Concurrent;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>The certificates that the metadata service gives to its instances, renewed at half their life as the cloud's
/// platform does.</summary>
internal sealed class InstanceIdentities(TimeProvider time)
{
    private static readonly TimeSpan Renewal = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Issued> _issued = [];

    /// <summary>A file of the instance's identity, such as cert.pem; null: there is none of this name.</summary>
    public string? Find(InstanceSpec instance, string file)
    {
        if (instance.IssueIdentity is not { } issue)
        {
            return null;
        }

        Issued now = _issued.AddOrUpdate(
            instance.InstanceId,
            _ => Issue(issue),
            (_, before) => time.GetUtcNow() < before.RenewAt ? before : Issue(issue));
        return now.Files.Value.GetValueOrDefault(file);
    }

    /// <summary>Forgets an instance.</summary>
    public void Remove(string instanceId) => _issued.TryRemove(instanceId, out _);

    // Lazy, so that of two first questions both get the files of one certificate.
    private Issued Issue(Func<IReadOnlyDictionary<string, string>> issue) =>
        new(new Lazy<IReadOnlyDictionary<string, string>>(issue), time.GetUtcNow() + Renewal);

    private sealed record Issued(Lazy<IReadOnlyDictionary<string, string>> Files, DateTimeOffset RenewAt);
}
