using System.Net;

namespace MoodleNodeAgent.LocalCloud.Balancing;

public sealed class BackendChoiceTests
{
    private const int Connections = 3000;
    private static readonly IPEndPoint s_listener = new(IPAddress.Parse("10.0.0.9"), 80);

    [Fact]
    public void Five_tuple_spreads_one_clients_connections_and_two_tuple_keeps_them_together()
    {
        List<Backend> backends = [Healthy("a"), Healthy("b")];

        Assert.Equal(2, Shares(backends, "FIVE_TUPLE").Count);
        Assert.Single(Shares(backends, "TWO_TUPLE"));
        Assert.Single(Shares(backends, "THREE_TUPLE"));
    }

    [Fact]
    public void Shares_follow_the_weights()
    {
        Dictionary<string, int> shares = Shares([Healthy("a", weight: 1), Healthy("b", weight: 3)], "FIVE_TUPLE");

        Assert.InRange((double)shares["b"] / Connections, 0.71, 0.79);
    }

    [Fact]
    public void When_a_backend_goes_the_clients_of_the_others_stay_where_they_are()
    {
        List<Backend> before = [Healthy("a"), Healthy("b"), Healthy("c")];
        List<Backend> after = before[..2];

        for (int port = 1; port <= Connections; port++)
        {
            Backend? first = BackendChoice.Choose(before, isFailOpen: false, Hash("FIVE_TUPLE", port));
            if (first!.Spec.Name != "c")
            {
                Assert.Same(first, BackendChoice.Choose(after, isFailOpen: false, Hash("FIVE_TUPLE", port)));
            }
        }
    }

    [Fact]
    [Trait("Feature", "24")]
    public void Drained_and_offline_backends_get_no_new_connection_even_in_a_set_that_fails_open()
    {
        List<Backend> backends =
        [
            Make(Spec("a") with { IsDrain = true }, HealthStatus.Ok),
            Make(Spec("b") with { IsOffline = true }, HealthStatus.Ok),
        ];

        Assert.Null(BackendChoice.Choose(backends, isFailOpen: true, hash: 7));
    }

    [Fact]
    public void A_backup_serves_only_when_all_others_are_unhealthy()
    {
        Backend backup = Make(Spec("backup") with { IsBackup = true }, HealthStatus.Ok);

        Assert.Equal(["a"], Shares([Healthy("a"), backup], "FIVE_TUPLE").Keys);
        Assert.Equal(["backup"], Shares([Unhealthy("a"), backup], "FIVE_TUPLE").Keys);
    }

    [Fact]
    public void When_all_are_unhealthy_a_set_that_fails_open_uses_them_and_another_set_uses_none()
    {
        List<Backend> backends = [Unhealthy("a"), Unhealthy("b")];

        Assert.Equal(2, Shares(backends, "FIVE_TUPLE", isFailOpen: true).Count);
        Assert.Null(BackendChoice.Choose(backends, isFailOpen: false, hash: 7));
    }

    private static Dictionary<string, int> Shares(
        IReadOnlyList<Backend> backends, string policy, bool isFailOpen = false) =>
        Enumerable.Range(1, Connections)
            .Select(port => BackendChoice.Choose(backends, isFailOpen, Hash(policy, port))!.Spec.Name)
            .CountBy(name => name)
            .ToDictionary();

    private static ulong Hash(string policy, int port) =>
        BackendChoice.Hash(policy, new IPEndPoint(IPAddress.Parse("192.0.2.7"), port), s_listener);

    private static Backend Healthy(string name, int weight = 1) =>
        Make(Spec(name) with { Weight = weight }, HealthStatus.Ok);

    private static Backend Unhealthy(string name) => Make(Spec(name), HealthStatus.ConnectFailed);

    private static Backend Make(BackendSpec spec, string status)
    {
        var health = new HealthHistory(retries: 1);
        health.Record(new HealthCheck(DateTimeOffset.UnixEpoch, status));
        return new Backend(spec, health);
    }

    private static BackendSpec Spec(string name) => new()
    {
        Name = name,
        Address = "10.0.1.11",
        Port = 80,
        Weight = 1,
        IsDrain = false,
        IsOffline = false,
        IsBackup = false,
    };
}
