using System.Net;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Api.Signing;

namespace MoodleNodeAgent.LocalCloud.Commands;

/// <summary>What somebody needs to point an SDK at the local cloud.</summary>
internal static class Welcome
{
    private static readonly string[] Services =
        ["identity", "core", "filestorage", "mysql", "network-load-balancer", "limits", "objectstorage", "auth"];

    /// <summary>A profile for ~/.oci/config and the endpoints, as lines.</summary>
    public static string Text(Cloud cloud, AccessKey key, DirectoryInfo state, IPEndPoint endpoint)
    {
        string folder = Path.Combine(state.FullName, "oci");
        IEnumerable<string> endpoints = Services.Select(service => $"# {service,-22} http://{endpoint}");
        return $"""

            # A profile for ~/.oci/config; OCI_CONFIG_FILE={Path.Combine(folder, "config")} names one that is ready.
            [LOCAL]
            user={key.UserId}
            fingerprint={AccessKey.Fingerprint(key.Key)}
            tenancy={key.TenancyId}
            region={cloud.Options.Region}
            key_file={Path.Combine(folder, "api_key.pem")}

            # compartment            {cloud.CompartmentId}
            # namespace              {cloud.Buckets.Namespace}
            # Endpoints; set each client's own, the SDKs' default hosts are Oracle's:
            {string.Join('\n', endpoints)}
            # control endpoint       http://{endpoint}/_local/health

            """;
    }
}
