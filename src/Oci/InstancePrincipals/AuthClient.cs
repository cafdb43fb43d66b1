using System.Security.Cryptography.X509Certificates;

namespace MoodleNodeAgent.Oci.InstancePrincipals;

/// <summary>The auth service over signed REST: session tokens for instances, and the roots of their certificates.
/// </summary>
public sealed class AuthClient(OciConnection connection)
{
    // A few KiB in practice; what is longer is no list of certificates.
    private const int MaxRoots = 1 << 20;
    private const int MaxToken = 64 << 10;

    private readonly OciCore core = connection.Open(OciService.Auth);

    /// <summary>Reads the roots that a region's instance certificates go back to; any principal of the region may.
    /// </summary>
    public Task<OciResponse<InstancePrincipalRoots>> GetInstancePrincipalRootCACertificatesAsync(
        CancellationToken cancellationToken) =>
        core.Get("GetInstancePrincipalRootCACertificates", "instancePrincipalRootCACertificates").AtMost(MaxRoots)
            .SendAsync(AuthJson.Default.InstancePrincipalRoots, cancellationToken);

    /// <summary>Exchanges an instance's certificate for a token; the connection has to sign with its key.</summary>
    internal async Task<string> FederateAsync(FederationRequest request, CancellationToken cancellationToken) =>
        (await core.Post("X509Federation", "x509").Body(request, AuthJson.Default.FederationRequest)
            .ChangesNothing().AtMost(MaxToken)
            .SendAsync(ReadToken, cancellationToken)).Token!;

    private static FederationAnswer ReadToken(OciReply reply)
    {
        FederationAnswer answer = reply.Read(AuthJson.Default.FederationAnswer);
        return SecurityToken.IsWellFormed(answer.Token)
            ? answer
            : throw reply.Unreadable("The answer holds no token.", null);
    }
}

/// <summary>The roots of a region's instance certificates.</summary>
public sealed record InstancePrincipalRoots
{
    /// <summary>Each one in DER as base64, or in PEM: the service was seen with both.</summary>
    public IReadOnlyList<string>? Certificates { get; init; }

    /// <summary>The instant from which they are to be read again, in spite of its name.</summary>
    public string? RefreshIn { get; init; }

    /// <summary>When to read them again; five minutes from now where the service's instant cannot be read.</summary>
    public DateTimeOffset RefreshAt(DateTimeOffset now) => DateTimeOffset.TryParse(RefreshIn,
        System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal,
        out DateTimeOffset told)
        ? told
        : now + TimeSpan.FromMinutes(5);

    /// <summary>The certificates, read; the caller disposes them.</summary>
    public IReadOnlyList<X509Certificate2> ReadCertificates() =>
        [.. (Certificates ?? []).SelectMany(PemText.Blocks).Select(X509CertificateLoader.LoadCertificate)];
}
