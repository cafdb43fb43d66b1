using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Testing;
using Client = MoodleNodeAgent.Protocol.Operator.V1.Operator.OperatorClient;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Telemetry;

/// <summary>A meter's listeners are the process's: these tests run while no other coordinator lives in it.</summary>
[CollectionDefinition(nameof(OneMeterAtATime), DisableParallelization = true)]
public sealed class OneMeterAtATime;

[Trait("Feature", "58")]
[Collection(nameof(OneMeterAtATime))]
public sealed partial class MetricsTests
{
    [Fact]
    public async Task Sessions_runs_applies_and_calls_are_counted()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();
        coordinator.Get<Metrics>().Ran(RunStatus.Failed);
        coordinator.Get<Metrics>().Applied(succeeded: false, TimeSpan.FromSeconds(3));
        using GrpcChannel channel = coordinator.OperatorChannel();
        await new Client(channel).GetStatusAsync(new GetStatusRequest());

        string text = await ScrapeAsync(coordinator);

        Assert.Matches(@"(?m)^mna_agents_connected\S* 1\b", text);
        Assert.Matches(@"(?m)^mna_runs_total\{\S*status=""failed""\S* 1\b", text);
        Assert.Matches(@"(?m)^mna_applies_total\{\S*result=""failed""\S* 1\b", text);
        Assert.Matches(@"(?m)^mna_operator_calls_total\{\S*method=""/moodle.operator.v1.Operator/GetStatus""\S* 1\b", text);
    }

    [Fact]
    public async Task Every_alert_asks_for_a_figure_that_there_is()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        coordinator.Get<Metrics>().Called("/moodle.operator.v1.Operator/Apply", allowed: false);
        string text = await ScrapeAsync(coordinator);
        // A replica's figures are there once there is a replica; their names are known by their instruments.
        string[] there = [.. TypeLine().Matches(text).Select(match => match.Groups[1].Value), "mna_replica_lag_seconds", "mna_replica_used"];
        string rules = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "packaging", "prometheus", "alerts.yaml"));
        string[] asked = [.. Expression().Matches(rules).SelectMany(match => Name().Matches(match.Value)).Select(match => match.Value).Distinct()];

        Assert.True(asked.Length >= 6, string.Join(' ', asked));
        Assert.All(asked, name => Assert.Contains(name, there));
    }

    [Fact]
    public async Task The_metrics_listener_answers_for_metrics_alone_and_no_other_listener_does()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using var client = new HttpClient();

        using HttpResponseMessage other = await client.GetAsync(new Uri(coordinator.Metrics, "/packages/moodle-node-agent-0.1.0-1.x86_64.rpm"));
        using var enrolment = new HttpClient(coordinator.Handler(coordinator.EnrolmentPort, null));
        using HttpResponseMessage metrics = await enrolment.GetAsync(
            new Uri($"https://{TestCoordinator.ServerName}:{coordinator.EnrolmentPort}/metrics"));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, metrics.StatusCode);
    }

    private static async Task<string> ScrapeAsync(TestCoordinator coordinator)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(coordinator.Metrics);
    }

    [GeneratedRegex("(?m)^# TYPE (\\S+) ")]
    private static partial Regex TypeLine();

    [GeneratedRegex("(?m)^\\s*expr: .*$")]
    private static partial Regex Expression();

    [GeneratedRegex("mna_[a-z_]+")]
    private static partial Regex Name();
}
