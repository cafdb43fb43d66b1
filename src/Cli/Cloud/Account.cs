using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Oci.FileStorage;
using MoodleNodeAgent.Oci.Identity;
using MoodleNodeAgent.Oci.Limits;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Oci.Signing;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Cli.Cloud;

/// <summary>One profile of the operator's OCI configuration, opened in one region.</summary>
internal sealed class Account : IDisposable
{
    // A person waits: a dead service is told after seconds, not after the client's ten minutes.
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(6);
    private const int Attempts = 3;

    private readonly OciConnection connection;
    private readonly OciProfileKeys keys;

    private Account(OciProfile profile, string region, OciConnection connection, OciProfileKeys keys)
    {
        this.connection = connection;
        this.keys = keys;
        Profile = profile.Name;
        ConfigFile = profile.File;
        UsesSessionToken = profile.SecurityTokenFile is not null;
        Region = region;
        Tenancy = profile.Tenancy!;
        Identity = new IdentityClient(connection);
        Limits = new LimitsClient(connection);
        Compute = new ComputeClient(connection);
        Network = new VirtualNetworkClient(connection);
        FileStorage = new FileStorageClient(connection);
        MySql = new MySqlClient(connection);
        Balancers = new NetworkLoadBalancerClient(connection);
    }

    public string Profile { get; }

    public string ConfigFile { get; }

    public bool UsesSessionToken { get; }

    public string Region { get; }

    /// <summary>OCID of the tenancy.</summary>
    public string Tenancy { get; }

    public IdentityClient Identity { get; }

    public LimitsClient Limits { get; }

    public ComputeClient Compute { get; }

    public VirtualNetworkClient Network { get; }

    public FileStorageClient FileStorage { get; }

    public MySqlClient MySql { get; }

    public NetworkLoadBalancerClient Balancers { get; }

    /// <summary>Opens a profile.</summary>
    /// <param name="settings">Where the configuration is.</param>
    /// <param name="name">Name of the profile.</param>
    /// <param name="region">Region; null: the profile's.</param>
    /// <param name="time">This machine's clock.</param>
    /// <exception cref="CommandFailure">The profile cannot be used; says why and what to do.</exception>
    public static Account Open(AccountSettings settings, string name, string? region, TimeProvider time)
    {
        try
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var file = settings.ConfigFile ?? OciConfigFile.Locate(home, Environment.GetEnvironmentVariable);
            var profile = OciConfigFile.Read(file, name, home, Environment.GetEnvironmentVariable);
            if (profile.Tenancy is null)
            {
                throw new OciConfigException($"The profile {profile} names no tenancy. Add tenancy=OCID there.");
            }

            var chosen = region ?? profile.Region ?? throw new OciConfigException(
                $"The profile {profile} names no region. Give --region REGION, or add region= there.");
            var keys = new OciProfileKeys(profile, time);
            var options = new OciClientOptions
            {
                Region = chosen,
                Endpoint = settings.Endpoint,
                AttemptTimeout = Attempt,
                RetryBudget = Budget,
                MaxAttempts = Attempts,
            };
            return new Account(profile, chosen, new OciConnection(options, keys, time, new Random()), keys);
        }
        catch (OciConfigException failure)
        {
            throw new CommandFailure(ExitCode.Usage, failure.Message);
        }
    }

    /// <summary>How far this machine's clock is ahead of the cloud's; null: the cloud does not tell.</summary>
    public async Task<TimeSpan?> ReadClockLeadAsync(CancellationToken cancellation)
    {
        try
        {
            return await connection.ReadClockLeadAsync(cancellation);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        connection.Dispose();
        keys.Dispose();
    }
}
