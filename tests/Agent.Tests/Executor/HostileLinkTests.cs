using System.Buffers.Binary;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Executor.Policy;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>The link has fallen into strange hands: it sends the executor whatever it likes over the real socket.</summary>
[Trait("Feature", "43")]
public sealed class HostileLinkTests : IAsyncDisposable
{
    private readonly TemporaryHost host = new();
    private readonly string folder = Directory.CreateTempSubdirectory("mna-").FullName;
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
    private readonly Task executor;

    public HostileLinkTests()
    {
        Directory.CreateDirectory(Path.Join(folder, "settings"));
        File.Copy(TemporaryHost.PackagedPolicy(), Path.Join(folder, "settings", "policy.toml"));
        var paths = new AgentPaths
        {
            Settings = Path.Join(folder, "settings"),
            State = Path.Join(folder, "state"),
            Socket = SocketPath,
        };
        executor = ExecutorProcess.RunAsync(paths, host.Root, host.Limits, TimeProvider.System, host.Log, new ServiceManager(null, null),
            stop.Token);
    }

    [Fact]
    public async Task Every_spec_outside_the_policy_is_refused_and_writes_nothing()
    {
        await using var link = await ConnectAsync();
        var before = HostSnapshot();
        var specs = HostileSpecs.All().ToList();
        Assert.True(specs.Count > 60, $"only {specs.Count} specs");

        for (var index = 0; index < specs.Count; index++)
        {
            // Alone, and behind a task that is allowed: a run is refused as a whole.
            foreach (var tasks in new[] { new[] { specs[index] }, [Allowed("ok"), specs[index]] })
            {
                var id = $"run-{index}-{tasks.Length}";
                await link.WriteAsync(Run(id, tasks), limit.Token);
                Assert.Equal((id, RunStatus.Refused), await ResultAsync(link));
            }
        }

        Assert.Equal(before, HostSnapshot());
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x7F, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0, 0, 0, 3, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0, 0, 0, 200, 1 })]
    [InlineData(new byte[] { 0 })]
    public async Task When_bytes_come_that_are_no_message_the_executor_lives_and_serves_the_next_connection(byte[] bytes)
    {
        using (var socket = await SocketAsync())
        {
            await socket.SendAsync(bytes, limit.Token);
            socket.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1], limit.Token));
        }

        await using var link = await ConnectAsync();
        await link.WriteAsync(Run("run-1", Allowed("ok")), limit.Token);
        Assert.Equal(("run-1", RunStatus.Succeeded), await ResultAsync(link));
    }

    [Fact]
    public async Task Answers_to_questions_that_nobody_asked_and_orders_for_runs_that_are_not_change_nothing()
    {
        await using var link = await ConnectAsync();
        foreach (var message in new LinkMessage[]
                 {
                     new(),
                     new() { Artifact = new ArtifactContent { Request = 7, Content = ByteString.CopyFromUtf8("x") } },
                     new() { Artifact = new ArtifactContent { Request = ulong.MaxValue, End = true, Error = "x" } },
                     new() { Cancel = new CancelRun { RunId = "../../x" } },
                     new() { Acknowledged = new ResultAcknowledged { RunId = "../../../etc/passwd" } },
                     new() { Run = new RunRequest() },
                     new() { Run = new RunRequest { RunId = "run-0", Mode = (RunMode)77, Spec = new NodeSpec() } },
                 })
        {
            await link.WriteAsync(message, limit.Token);
        }

        await link.WriteAsync(Run("run-1", Allowed("ok")), limit.Token);
        (string Run, RunStatus Status) result;
        do
        {
            result = await ResultAsync(link);
        }
        while (result.Run != "run-1");

        Assert.Equal(RunStatus.Succeeded, result.Status);
    }

    [Fact]
    public void Any_bytes_are_a_message_or_an_error_of_the_decoder_and_never_anything_else() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes => IsDecodedOrRefused(bytes) && IsDecodedOrRefused(Framed(bytes))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_valid_message_with_any_byte_changed_is_decoded_and_judged_or_refused_and_never_anything_else()
    {
        var policy = LocalPolicy.Load(TemporaryHost.PackagedPolicy());
        var messages = HostileSpecs.All().Append(Allowed("ok")).Select(task => Run("run-1", task).ToByteArray()).ToList();
        var cases = from message in Gen.Elements<byte[]>(messages)
                    from place in Gen.Choose(0, message.Length - 1)
                    from value in Gen.Choose(0, 255)
                    select message.Select((old, index) => index == place ? (byte)value : old).ToArray();
        Prop.ForAll(cases.ToArbitrary(), bytes =>
        {
            try
            {
                var spec = LinkMessage.Parser.ParseFrom(bytes).Run?.Spec;
                return spec is null || policy.Check(spec).All(refusal => refusal.Length > 0);
            }
            catch (InvalidProtocolBufferException)
            {
                return true;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await executor;
        stop.Dispose();
        limit.Dispose();
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string SocketPath => Path.Join(folder, "executor.sock");

    private string HostSnapshot() => string.Join('\n', Directory
        .EnumerateFileSystemEntries(host.Root.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(path => $"{path} {Native.Status(path)} {File.GetLastWriteTimeUtc(path).Ticks}"));

    private async Task<Socket> SocketAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        while (!File.Exists(SocketPath))
        {
            await Task.Delay(10, limit.Token);
        }

        while (true)
        {
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), limit.Token);
                return socket;
            }
            catch (SocketException)
            {
                // Bound, and not listening yet.
                await Task.Delay(10, limit.Token);
            }
        }
    }

    private async Task<MessageStream> ConnectAsync() =>
        new(new NetworkStream(await SocketAsync(), ownsSocket: true), host.Limits.Message);

    private async Task<(string Run, RunStatus Status)> ResultAsync(MessageStream link)
    {
        while (true)
        {
            var message = await link.ReadAsync(ExecutorMessage.Parser, limit.Token);
            Assert.NotNull(message);
            if (message.RunResult is { } result)
            {
                return (result.RunId, result.Status);
            }
        }
    }

    private static bool IsDecodedOrRefused(byte[] bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            var reader = new MessageStream(stream, 1024 * 1024);
            while (reader.ReadAsync(LinkMessage.Parser, CancellationToken.None).GetAwaiter().GetResult() is not null)
            {
            }

            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException
            or InvalidProtocolBufferException)
        {
            return true;
        }
    }

    private static byte[] Framed(byte[] body)
    {
        var frame = new byte[sizeof(int) + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        body.CopyTo(frame, sizeof(int));
        return frame;
    }

    private static TaskSpec Allowed(string id) => new()
    {
        Id = id, File = new FileTask { Path = "/etc/php.d/a.ini", Content = ByteString.CopyFromUtf8("a") },
    };

    private static LinkMessage Run(string id, params TaskSpec[] tasks) => new()
    {
        Run = new RunRequest
        {
            RunId = id, Epoch = 1, Mode = RunMode.Apply, Spec = new NodeSpec { Node = "web-1", Tasks = { tasks } },
        },
    };
}
