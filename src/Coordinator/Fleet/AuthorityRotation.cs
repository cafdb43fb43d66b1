using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Puts another authority in the place of the present one while both are trusted. Live sessions stay: each agent
/// learns the new root over its session, renews its certificate, and opens its next session before it ends this one.
/// </summary>
internal sealed class AuthorityRotation(
    Authority authority, Revocations revocations, Sessions sessions, IDocumentStore documents, FleetLimits limits,
    TimeProvider time, ILogger<AuthorityRotation> log)
{
    private readonly Lock _lock = new();

    /// <summary>Nodes and operators whose newest certificate, or live session, is of the former authority; none once that is
    /// retired.</summary>
    public IReadOnlyList<string> Waiting => authority.Former is { IsTrusted: true }
        ? [.. revocations.Holders.Where(holder =>
            (revocations.Unexpired(holder).Values is var ends && ends.Any() && authority.IsFormer(ends.Max()))
            || (sessions.Find(holder) is { } session && authority.IsFormer(session.CertificateEnd)))]
        : [];

    /// <summary>Begins a rotation.</summary>
    /// <exception cref="InvalidOperationException">The last one is not over.</exception>
    public void Rotate()
    {
        lock (_lock)
        {
            authority.Rotate();
            AuthorityStore.Save(documents, authority);
        }

        FleetLog.Rotated(log, authority.Root.Subject);
        foreach (string node in sessions.Nodes)
        {
            if (sessions.Find(node) is { } session)
            {
                Tell(session);
            }
        }
    }

    /// <summary>Tells an agent which roots to trust, and one with a certificate of the former authority to renew it.</summary>
    public void Tell(Session session)
    {
        if (authority.Former is not { } former)
        {
            return;
        }

        session.TrySend(new CoordinatorMessage
        {
            Trust = new TrustedRoots
            {
                Roots = { authority.Roots.Select(root => ByteString.CopyFrom(root.RawData)) },
                Cross = ByteString.CopyFrom(former.Cross.RawData),
            },
        });
        if (authority.IsFormer(session.CertificateEnd))
        {
            session.TrySend(new CoordinatorMessage
            {
                Renew = new RenewOrder { Within = limits.RenewalSpread.ToDuration() },
            });
        }
    }

    /// <summary>Ends the rotation when nobody needs the former authority any more.</summary>
    public bool RetireIfUnused() => authority.Former is { IsTrusted: true } && Waiting.Count == 0 && Retire();

    /// <summary>Certificates of the former authority no longer count, from this moment on.</summary>
    /// <returns>False: there is no former one that counts.</returns>
    public bool Retire()
    {
        lock (_lock)
        {
            if (!authority.Retire())
            {
                return false;
            }

            AuthorityStore.Save(documents, authority);
        }

        FleetLog.Retired(log, authority.Former!.Root.Subject);
        foreach (Session session in sessions.Nodes.Select(sessions.Find).OfType<Session>())
        {
            if (authority.IsFormer(session.CertificateEnd))
            {
                session.Close("the authority of its certificate was retired");
            }
            else
            {
                Tell(session);
            }
        }

        return true;
    }

    /// <summary>Looks from time to time: certificates end without a word.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            RetireIfUnused();
            await Task.Delay(limits.RotationLook, time, cancellation).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        }
    }
}

/// <summary>Ends rotations while the coordinator runs.</summary>
internal sealed class RotationEnd(AuthorityRotation rotation) : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rotation.WatchAsync(stoppingToken);
}
