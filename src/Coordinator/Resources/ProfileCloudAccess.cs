using System.Collections.Concurrent;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Signing;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Where the OCI configuration is.</summary>
public sealed record ProfileSettings
{
    /// <summary>OCI configuration file; null: the usual place, ~/.oci/config.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>One address for all services, such as a local cloud's; null: the region's own.</summary>
    public Uri? Endpoint { get; init; }
}

/// <summary>Opens clouds by the profiles of an OCI configuration file. One connection for each profile and region.
/// </summary>
internal sealed class ProfileCloudAccess(ProfileSettings settings, TimeProvider time) : ICloudAccess, IDisposable
{
    private readonly ConcurrentDictionary<(string Profile, string? Region), Lazy<Opened>> opened = new();

    public CloudClients Connect(CloudSpec cloud) =>
        opened.GetOrAdd((cloud.Profile, cloud.Region), key => new Lazy<Opened>(() => Open(key.Profile, key.Region)))
            .Value.Clients;

    public void Dispose()
    {
        foreach (var entry in opened.Values.Where(entry => entry.IsValueCreated))
        {
            entry.Value.Connection.Dispose();
        }
    }

    private Opened Open(string name, string? region)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var file = settings.ConfigFile ?? OciConfigFile.Locate(home, Environment.GetEnvironmentVariable);
        var profile = OciConfigFile.Read(file, name, home, Environment.GetEnvironmentVariable);
        var options = new OciClientOptions
        {
            Region = region ?? profile.Region ?? throw new OciConfigException(
                $"Neither the site file nor the profile {name} of {file} names a region. Set cloud.region."),
            Endpoint = settings.Endpoint,
        };
        var connection = new OciConnection(options, new OciProfileKeys(profile), time, new Random());
        return new Opened(connection, CloudClients.Over(connection, profile.Tenancy ?? throw new OciConfigException(
            $"The profile {name} of {file} names no tenancy. Add it there.")));
    }

    private sealed record Opened(OciConnection Connection, CloudClients Clients);
}
