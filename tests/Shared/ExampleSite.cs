using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Testing;

/// <summary>A site as the tests of the deployment want one: the sample product on a local cloud.</summary>
internal static class ExampleSite
{
    public static Site Of(int nodes, int replicas) => new()
    {
        Name = "campus",
        Product = "sample",
        Release = new ReleaseSpec { Version = "4.4" },
        Cloud = new CloudSpec { Provider = "local", Profile = "DEFAULT" },
        Network = new NetworkSpec
        {
            Cidr = "10.0.0.0/16",
            PublicCidr = "10.0.0.0/24",
            NodesCidr = "10.0.1.0/24",
            DatabaseCidr = "10.0.2.0/24",
        },
        Nodes = new NodesSpec
        {
            Count = nodes,
            Shapes = ["VM.Standard.A1.Flex"],
            Ocpus = 2,
            MemoryGb = 12,
            Image = "Oracle Linux 9",
        },
        Database = new DatabaseSpec
        {
            Version = "8.4",
            Shape = "MySQL.8",
            HighAvailability = true,
            StorageGb = 100,
            Replicas = replicas,
        },
        Storage = new StorageSpec { Export = "/moodledata", Mount = "/var/www/moodledata" },
        Balancer = new BalancerSpec { Listeners = [80], Health = new HealthSpec("/", 303) },
    };
}
