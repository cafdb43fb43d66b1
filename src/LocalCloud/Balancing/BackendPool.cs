using System.Net;
using Microsoft.Extensions.Logging;

namespace MoodleNodeAgent.LocalCloud.Balancing;

/// <summary>One backend set at work.</summary>
internal sealed class BackendPool(HealthProbe probe, TimeProvider time, ILogger logger)
{
    private volatile IReadOnlyList<Backend> _backends = [];
    private BackendSetSpec? _spec;

    /// <summary>Takes a changed set. Connections through backends that left the set go on.</summary>
    public void Apply(BackendSetSpec spec)
    {
        bool isOtherChecker = _spec?.HealthChecker != spec.HealthChecker;
        var known = _backends.ToDictionary(backend => backend.Spec.Name, StringComparer.Ordinal);
        var backends = new List<Backend>();
        foreach (BackendSpec wanted in spec.Backends)
        {
            bool isKnown = known.Remove(wanted.Name, out Backend? backend)
                && backend!.Spec.Address == wanted.Address && backend.Spec.Port == wanted.Port;
            if (!isKnown)
            {
                backend?.EndChecks();
                backend = new Backend(wanted, new HealthHistory(spec.HealthChecker.Retries));
            }

            backend!.Update(wanted);
            if (!isKnown || isOtherChecker)
            {
                backend.BeginChecks(probe, spec.HealthChecker, time, logger);
            }

            backends.Add(backend);
        }

        _spec = spec;
        _backends = backends;
        foreach (Backend gone in known.Values)
        {
            gone.EndChecks();
        }
    }

    /// <summary>The backend for a new connection; null: none.</summary>
    public Backend? Choose(IPEndPoint client, IPEndPoint listener) => _spec is { } spec
        ? BackendChoice.Choose(_backends, spec.IsFailOpen, BackendChoice.Hash(spec.Policy, client, listener))
        : null;

    /// <summary>The backend of this name; null: none.</summary>
    public Backend? Find(string name) => _backends.FirstOrDefault(backend => backend.Spec.Name == name);

    /// <summary>Ends the checks and cuts all connections.</summary>
    public void End()
    {
        foreach (Backend backend in _backends)
        {
            backend.EndChecks();
            backend.CutAll();
        }
    }
}
