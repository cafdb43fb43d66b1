using System.Net.Sockets;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;
using Client = MoodleNodeAgent.Protocol.Operator.V1.Operator.OperatorClient;

namespace MoodleNodeAgent.Coordinator.Operator;

public sealed class OperatorServiceTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(150_000);
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Content));

    [Fact]
    public async Task The_status_comes_over_a_socket_that_only_its_owner_may_open()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        coordinator.Deployment.Status = new SiteStatus { Site = "demo" };
        using GrpcChannel channel = coordinator.OperatorChannel();

        Assert.Equal("demo", (await new Client(channel).GetStatusAsync(new GetStatusRequest())).Site);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(coordinator.Settings.SocketPath));
    }

    [Fact]
    public async Task When_a_coordinator_died_its_socket_does_not_hinder_the_next_one()
    {
        string folder = Directory.CreateTempSubdirectory("socket-").FullName;
        string path = Path.Combine(folder, "operator.sock");
        string moved = Path.Combine(folder, "moved.sock");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path));
            dead.Listen();
            Assert.Throws<IOException>(() => OperatorSocket.Prepare(path));
            // Closing would remove the file, which a killed process does not.
            File.Move(path, moved);
        }

        OperatorSocket.Prepare(moved);

        Assert.False(File.Exists(moved));
        await File.WriteAllTextAsync(path, "not a socket");
        Assert.Throws<IOException>(() => OperatorSocket.Prepare(path));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_artifact_is_kept_and_not_asked_for_twice()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();

        Assert.False((await UploadAsync(channel, Sha256, Content.Length, Content)).Present);
        Assert.True((await UploadAsync(channel, Sha256, Content.Length, [])).Present);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Path.Combine(coordinator.Settings.ArtifactsFolder, Sha256)));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    public async Task When_an_upload_has_another_size_or_content_than_announced_nothing_is_kept(int longer, int flipped)
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        byte[] sent = [.. Content];
        sent[10] ^= (byte)flipped;

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() =>
            UploadAsync(channel, Sha256, Content.Length + longer, sent));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Empty(Directory.EnumerateFiles(coordinator.Settings.ArtifactsFolder));
    }

    [Fact]
    public async Task A_plan_of_a_wrong_site_file_tells_all_problems_with_their_places()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();

        PlanReply reply = await new Client(channel).PlanAsync(new PlanRequest
        {
            Site = new SiteFile { Path = "site.yaml", Text = "site: demo\nnodes: { count: 0 }\nstorrage: {}\n" },
        });

        Assert.Empty(reply.Steps);
        Assert.Contains(reply.Problems, problem => problem is { File: "site.yaml", Line: 2 });
        Assert.Contains(reply.Problems, problem => problem is { File: "site.yaml", Line: 3 });
    }

    [Fact]
    public async Task A_plan_needs_no_upload_and_an_apply_does()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        var client = new Client(channel);

        PlanReply plan = await client.PlanAsync(new PlanRequest { Site = Site() });
        Assert.Empty(plan.Problems);
        Assert.Equal($"site/demo/{Content.Length}", Assert.Single(plan.Steps).Step);

        List<ApplyEvent> refused = await ApplyAsync(client);
        Assert.Contains("Upload", Assert.Single(refused[0].Plan.Problems).Message, StringComparison.Ordinal);
        Assert.False(refused[^1].Ended.Succeeded);

        await UploadAsync(channel, Sha256, Content.Length, Content);
        Assert.True((await ApplyAsync(client))[^1].Ended.Succeeded);
    }

    [Fact]
    [Trait("Feature", "48")]
    public async Task While_an_apply_runs_a_second_one_is_told_who_holds_the_site_since_when()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        await UploadAsync(channel, Sha256, Content.Length, Content);
        var finish = new TaskCompletionSource<ApplyEnded>();
        coordinator.Deployment.Apply = (_, _, progress, _) =>
        {
            progress.Report(new ApplyEvent { StepStarted = new StepStarted { Step = "network/vcn" } });
            return finish.Task;
        };
        using AsyncServerStreamingCall<ApplyEvent> first = new Client(channel).Apply(new ApplyRequest { Site = Site() });
        Assert.True(await first.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Bound));

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => ApplyAsync(new Client(channel)));

        Assert.Equal(StatusCode.Aborted, failure.StatusCode);
        Assert.Matches("locked by uid [0-9]+ .* since 20", failure.Status.Detail);
        finish.SetResult(new ApplyEnded { Succeeded = true });
        Assert.True(await first.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Bound));
        Assert.True(first.ResponseStream.Current.Ended.Succeeded);
    }

    [Fact]
    public async Task When_the_client_goes_away_the_apply_goes_on()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        await UploadAsync(channel, Sha256, Content.Length, Content);
        var started = new TaskCompletionSource();
        var finish = new TaskCompletionSource<ApplyEnded>();
        CancellationToken seen = default;
        coordinator.Deployment.Apply = (_, _, _, cancellation) =>
        {
            seen = cancellation;
            started.SetResult();
            return finish.Task;
        };

        using (new Client(channel).Apply(new ApplyRequest { Site = Site() }))
        {
            await started.Task.WaitAsync(Bound);
        }

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => ApplyAsync(new Client(channel)));
        Assert.Equal(StatusCode.Aborted, failure.StatusCode);
        Assert.False(seen.IsCancellationRequested);
        finish.SetResult(new ApplyEnded { Succeeded = true });
    }

    [Fact]
    public async Task When_the_coordinator_stops_a_running_apply_is_asked_to_end()
    {
        TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        await UploadAsync(channel, Sha256, Content.Length, Content);
        var started = new TaskCompletionSource();
        coordinator.Deployment.Apply = async (_, _, _, cancellation) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return new ApplyEnded();
        };
        Task<List<ApplyEvent>> apply = ApplyAsync(new Client(channel));
        await started.Task.WaitAsync(Bound);

        await coordinator.DisposeAsync().AsTask().WaitAsync(Bound);

        Assert.Contains("stopped", (await apply)[^1].Ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_shown_by_its_name_and_an_unknown_name_tells_the_known_ones()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        string secret = coordinator.Get<ISecretStore>().GetOrCreate(SecretNames.AppAdmin).Reveal();
        using GrpcChannel channel = coordinator.OperatorChannel();
        var client = new Client(channel);

        Assert.Equal(secret, (await client.ShowSecretAsync(new ShowSecretRequest { Name = SecretNames.AppAdmin })).Value);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.ShowSecretAsync(new ShowSecretRequest { Name = "app/amdin" }));
        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
        Assert.Contains(SecretNames.AppAdmin, failure.Status.Detail, StringComparison.Ordinal);
    }

    private static SiteFile Site() => new()
    {
        Path = "demo.yaml",
        Text = "site: demo\ncloud: { provider: local }\n",
        ArchiveSha256 = Sha256,
        ArchiveSize = Content.Length,
    };

    private static async Task<List<ApplyEvent>> ApplyAsync(Client client)
    {
        using AsyncServerStreamingCall<ApplyEvent> call = client.Apply(new ApplyRequest { Site = Site() });
        var events = new List<ApplyEvent>();
        await foreach (ApplyEvent one in call.ResponseStream.ReadAllAsync())
        {
            events.Add(one);
        }

        return events;
    }

    private static async Task<UploadArtifactReply> UploadAsync(
        GrpcChannel channel, string sha256, long size, byte[] content)
    {
        using AsyncClientStreamingCall<UploadArtifactRequest, UploadArtifactReply> call =
            new Client(channel).UploadArtifact();
        try
        {
            await call.RequestStream.WriteAsync(new UploadArtifactRequest
            {
                Header = new ArtifactHeader { Sha256 = sha256, Size = size },
            });
            foreach (byte[] chunk in content.Chunk(64 * 1024))
            {
                await call.RequestStream.WriteAsync(
                    new UploadArtifactRequest { Content = ByteString.CopyFrom(chunk) });
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The answer, below, says why the server stopped reading.
        }

        return await call;
    }
}
