using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Auth;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>Roots of the certificates that a region gives to its instances: read from its auth service, and kept until
/// that service wants them read again. What an instance sends never becomes a root.</summary>
internal sealed partial class InstanceRoots(TimeProvider time) : IDisposable
{
    // Between a service that names no moment, or a wrong one, and a region that changes its roots.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);
    private const int MostRoots = 64;

    private readonly SemaphoreSlim _gate = new(1);
    private IReadOnlyList<X509Certificate2> _roots = [];
    private DateTimeOffset _end = DateTimeOffset.MinValue;

    /// <summary>The roots, from the auth service when the kept ones are too old.</summary>
    /// <exception cref="InstanceRootsException">The service gives none.</exception>
    public async Task<IReadOnlyList<X509Certificate2>> GetAsync(IAuthClient service, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            if (now < _end)
            {
                return _roots;
            }

            InstancePrincipalRoots answer =
                (await service.GetInstancePrincipalRootCACertificatesAsync(cancellation)).Value;
            _roots = Read(answer.Certificates);
            bool isTold = DateTimeOffset.TryParse(
                answer.RefreshIn, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset told);
            _end = now + TimeSpan.FromTicks(Math.Clamp(
                isTold ? (told - now).Ticks : 0, ShortestLife.Ticks, LongestLife.Ticks));
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

    /// <summary>Reads what the service answers: base64 of the DER, or PEM, with line breaks anywhere.</summary>
    internal static IReadOnlyList<X509Certificate2> Read(IReadOnlyList<string> certificates)
    {
        if (certificates.Count is 0 or > MostRoots)
        {
            throw new InstanceRootsException($"The cloud's auth service gives {certificates.Count} root certificates.");
        }

        try
        {
            return [.. certificates.Select(text => X509CertificateLoader.LoadCertificate(
                Convert.FromBase64String(Armour().Replace(text, ""))))];
        }
        catch (Exception failure) when (failure is FormatException or CryptographicException)
        {
            throw new InstanceRootsException(
                "The cloud's auth service gives a root certificate that is not readable.", failure);
        }
    }

    [GeneratedRegex("-----[A-Z ]+-----", RegexOptions.CultureInvariant)]
    private static partial Regex Armour();
}

/// <summary>There are no roots by which an instance's identity could be checked.</summary>
internal sealed class InstanceRootsException(string message, Exception? inner = null) : Exception(message, inner);
