using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli;

/// <summary>A site with everything in it.</summary>
internal static class ExampleStatus
{
    public static SiteStatus Create() => new()
    {
        Site = "demo",
        Product = "sample",
        SiteUrl = "http://127.77.0.10:8080",
        Nodes =
        {
            new NodeStatus
            {
                Name = "web-1",
                Address = "10.0.1.11",
                Connected = true,
                Tasks = new TaskCounts { Ok = 3, Changed = 11 },
            },
            new NodeStatus
            {
                Name = "web-2",
                Address = "10.0.1.12",
                Tasks = new TaskCounts { Ok = 1, Changed = 2, Failed = 1, Skipped = 4 },
            },
        },
        Database = new DatabaseStatus
        {
            Endpoints =
            {
                new DatabaseEndpoint { Role = "primary", Address = "10.0.2.10", Port = 3306 },
                new DatabaseEndpoint { Role = "replica", Address = "10.0.2.11", Port = 3306 },
                new DatabaseEndpoint { Role = "replica-balancer", Address = "10.0.2.13", Port = 3306 },
            },
        },
        Balancer = new BalancerStatus { Address = "127.77.0.10", Ports = { 8080 }, Healthy = 1, Total = 2 },
        Storage = new StorageStatus
        {
            Export = "10.0.1.10:/moodledata",
            MountCommand = "sudo mount 10.0.1.10:/moodledata /mnt/moodledata",
            Ports = "TCP 111, 2048-2050; UDP 111, 2048",
        },
        WallSeconds = 125.5,
        LongestPathSeconds = 118.25,
        LongestPath = { "network/vcn", "database/system", "app/install" },
    };
}
