namespace MoodleNodeAgent.Oci.Auth;

/// <summary>The auth service over signed REST.</summary>
public sealed class AuthClient(OciConnection connection) : IAuthClient
{
    private readonly OciCore core = connection.Open(OciService.Auth);

    /// <inheritdoc/>
    public Task<OciResponse<InstancePrincipalRoots>> GetInstancePrincipalRootCACertificatesAsync(
        CancellationToken cancellationToken) =>
        core.Get("GetInstancePrincipalRootCACertificates", "instancePrincipalRootCACertificates")
            .SendAsync(AuthJson.Default.InstancePrincipalRoots, cancellationToken);
}
