using System.Security.Cryptography.X509Certificates;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>What the enrolment believes about instances, from the coordinator's own journal and the cloud itself.
/// </summary>
public interface IInstanceTrust
{
    /// <summary>The instance that this coordinator launched last for the node; null: none.</summary>
    LaunchedInstance? Find(string node);

    /// <summary>Roots of the certificates that the region gives to its instances.</summary>
    Task<IReadOnlyList<X509Certificate2>> RootsAsync(CancellationToken cancellation);
}

/// <summary>An instance that this coordinator launched.</summary>
/// <param name="InstanceId">OCID of the instance.</param>
/// <param name="CompartmentId">OCID of the compartment in which it was launched.</param>
/// <param name="TenancyId">OCID of the tenancy.</param>
public sealed record LaunchedInstance(string InstanceId, string CompartmentId, string TenancyId);
