namespace MoodleNodeAgent.Oci.Auth;

/// <summary>The operations of the region's auth service that this project uses.</summary>
public interface IAuthClient
{
    /// <summary>Reads the roots of the certificates that the region gives to its instances.</summary>
    Task<OciResponse<InstancePrincipalRoots>> GetInstancePrincipalRootCACertificatesAsync(
        CancellationToken cancellationToken);
}
