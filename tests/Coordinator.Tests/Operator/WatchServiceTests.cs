using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Operator;

[Trait("Feature", "55")]
public sealed class WatchServiceTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_watcher_gets_the_status_at_first()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        coordinator.Deployment.Status = new SiteStatus { Site = "demo" };
        using GrpcChannel channel = coordinator.OperatorChannel();
        using AsyncServerStreamingCall<SiteEvent> call = Watch(channel);

        Assert.Equal("demo", (await NextAsync(call, one => one.Status is not null)).Status.Site);
    }

    [Fact]
    public async Task A_node_that_dials_in_and_leaves_is_told_at_once()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        using AsyncServerStreamingCall<SiteEvent> call = Watch(channel);
        await NextAsync(call, one => one.Status is not null);
        var sessions = coordinator.Get<Sessions>();
        using var session = new Session("web-7", new FleetLimits(), TimeProvider.System);

        sessions.Open(session);
        Assert.Equal(
            new NodeConnection { Node = "web-7", Connected = true },
            (await NextAsync(call, one => one.Node is not null)).Node);
        sessions.Remove(session);
        Assert.Equal(
            new NodeConnection { Node = "web-7" }, (await NextAsync(call, one => one.Node is not null)).Node);
    }

    [Fact]
    public async Task Who_comes_in_the_middle_of_an_apply_gets_all_its_events_and_the_status_after_it()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        var finish = new TaskCompletionSource<ApplyEnded>();
        coordinator.Deployment.Apply = (_, _, progress, _) =>
        {
            progress.Report(new ApplyEvent { StepStarted = new StepStarted { Step = "network/vcn" } });
            return finish.Task;
        };
        SiteFileResult file = SiteFileReader.Read(
            "site.yaml",
            "site: demo\nproduct: sample\nrelease: { archive: app }\ncloud: { provider: local }\n",
            new SiteFileOverrides());
        coordinator.Get<ApplyQueue>().Start(Assert.IsType<Site>(file.Site), new Artifact("", 0), "a test");

        using AsyncServerStreamingCall<SiteEvent> call = Watch(channel);
        Assert.Equal("a test", (await NextAsync(call, one => one.ApplyBegun is not null)).ApplyBegun.Owner);
        Assert.Equal(
            "network/vcn", (await NextAsync(call, one => one.Apply is not null)).Apply.StepStarted.Step);
        finish.SetResult(new ApplyEnded { Succeeded = true, Status = new SiteStatus { Site = "after" } });

        Assert.True((await NextAsync(call, one => one.Apply?.Ended is not null)).Apply.Ended.Succeeded);
        Assert.Equal("after", (await NextAsync(call, one => one.Status?.Site == "after")).Status.Site);
    }

    private static AsyncServerStreamingCall<SiteEvent> Watch(GrpcChannel channel) =>
        new Protocol.Operator.V1.Watch.WatchClient(channel).WatchSite(new WatchSiteRequest());

    private static async Task<SiteEvent> NextAsync(
        AsyncServerStreamingCall<SiteEvent> call, Predicate<SiteEvent> isWanted)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (await call.ResponseStream.MoveNext(bound.Token))
        {
            if (isWanted(call.ResponseStream.Current))
            {
                return call.ResponseStream.Current;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
