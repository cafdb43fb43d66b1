using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Agent.Executor.Policy;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor;

[Trait("Feature", "61")]
public sealed class ReadPoolFileTests : IDisposable
{
    private readonly TemporaryHost host = new();

    [Fact]
    public void A_lease_ends_by_the_nodes_own_clock()
    {
        Directory.CreateDirectory(host.Map("/var/www/site-tools"));

        File(host.Policy).Write(Pool(8));

        var file = JsonSerializer.Deserialize<JsonElement>(host.Read(ReadPoolFile.FilePath));
        var end = host.Time.GetUtcNow().AddSeconds(8).ToUnixTimeMilliseconds() / 1000.0;
        Assert.Equal(end, file.GetProperty("until").GetDouble());
        Assert.Equal("""[{"host":"10.0.2.11","port":3306}]""", file.GetProperty("replicas").GetRawText());
    }

    [Fact]
    public void A_lease_is_never_longer_than_a_minute_whoever_asks_for_it()
    {
        Directory.CreateDirectory(host.Map("/var/www/site-tools"));

        File(host.Policy).Write(Pool(1_000_000));

        var file = JsonSerializer.Deserialize<JsonElement>(host.Read(ReadPoolFile.FilePath));
        var end = host.Time.GetUtcNow().AddSeconds(60).ToUnixTimeMilliseconds() / 1000.0;
        Assert.Equal(end, file.GetProperty("until").GetDouble());
    }

    [Fact]
    public void Before_the_products_files_are_there_and_outside_the_policy_nothing_is_written()
    {
        var before = host.Snapshot();
        File(host.Policy).Write(Pool(8));
        Assert.Equal(before, host.Snapshot());

        Directory.CreateDirectory(host.Map("/var/www/site-tools"));
        before = host.Snapshot();
        File(new LocalPolicy(new PolicyDocument(), "policy.toml")).Write(Pool(8));
        Assert.Equal(before, host.Snapshot());
    }

    [Fact]
    public void When_a_link_stands_in_the_files_place_what_it_leads_to_stays_as_it_is()
    {
        Directory.CreateDirectory(host.Map("/var/www/site-tools"));
        host.Write("/etc/precious", "precious");
        System.IO.File.CreateSymbolicLink(host.Map(ReadPoolFile.FilePath), host.Map("/etc/precious"));
        System.IO.File.CreateSymbolicLink(host.Map(ReadPoolFile.FilePath + ".new"), host.Map("/etc/precious"));

        File(host.Policy).Write(Pool(8));

        Assert.Equal("precious", host.Read("/etc/precious"));
        Assert.Contains("10.0.2.11", host.Read(ReadPoolFile.FilePath), StringComparison.Ordinal);
    }

    public void Dispose() => host.Dispose();

    private ReadPoolFile File(LocalPolicy policy) => new(host.Root, policy, host.Time, host.Log);

    private static ReadPool Pool(int seconds) => new()
    {
        Lease = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)),
        Replicas = { new ReadReplica { Host = "10.0.2.11", Port = 3306 } },
    };
}
