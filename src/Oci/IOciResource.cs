namespace MoodleNodeAgent.Oci;

/// <summary>What every OCI resource with a life of its own has in common.</summary>
public interface IOciResource
{
    /// <summary>The resource's OCID; treat it as opaque.</summary>
    string Id { get; }

    /// <summary>The state in OCI's word, see <see cref="Oci.LifecycleState"/>; unknown ones survive.</summary>
    string LifecycleState { get; }

    /// <summary>Tags without a namespace; by these we know our own resources again.</summary>
    IReadOnlyDictionary<string, string>? FreeformTags { get; }
}
