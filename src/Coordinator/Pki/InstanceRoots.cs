using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.InstancePrincipals;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>Roots of the certificates that a region gives to its instances: read from its auth service, and kept until
/// that service wants them read again. What an instance sends never becomes a root.</summary>
internal sealed class InstanceRoots(TimeProvider time) : IDisposable
{
    // Between a service that names no moment, or a wrong one, and a region that changes its roots.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);
    private const int MostRoots = 64;

    private readonly SemaphoreSlim _gate = new(1);
    private IReadOnlyList<X509Certificate2> _roots = [];
    private DateTimeOffset _end = DateTimeOffset.MinValue;

    /// <summary>The roots, from the auth service when the kept ones are too old.</summary>
    /// <param name="fetch">Asks the auth service.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InstanceRootsException">The service gives none.</exception>
    public async Task<IReadOnlyList<X509Certificate2>> GetAsync(
        Func<CancellationToken, Task<InstancePrincipalRoots>> fetch, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            if (now < _end)
            {
                return _roots;
            }

            InstancePrincipalRoots answer = await fetch(cancellation);
            _roots = Read(answer);
            _end = now + TimeSpan.FromTicks(Math.Clamp(
                (answer.RefreshAt(now) - now).Ticks, ShortestLife.Ticks, LongestLife.Ticks));
            return _roots;
        }
        catch (OciException failure)
        {
            throw new InstanceRootsException(
                "The cloud's auth service does not give the roots of its instances' certificates now. Try again.", failure);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    private static IReadOnlyList<X509Certificate2> Read(InstancePrincipalRoots answer)
    {
        try
        {
            IReadOnlyList<X509Certificate2> roots = answer.ReadCertificates();
            return roots.Count is > 0 and <= MostRoots ? roots : throw new InstanceRootsException(
                $"The cloud's auth service gives {roots.Count} root certificates.");
        }
        catch (Exception failure) when (failure is FormatException or CryptographicException)
        {
            throw new InstanceRootsException(
                "The cloud's auth service gives a root certificate that is not readable.", failure);
        }
    }
}

/// <summary>There are no roots by which an instance's identity could be checked.</summary>
internal sealed class InstanceRootsException(string message, Exception? inner = null) : Exception(message, inner);
