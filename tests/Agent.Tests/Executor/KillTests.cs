using System.Diagnostics;
using System.Net.Sockets;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>The real executor as a process of its own, killed with SIGKILL.</summary>
[Trait("Feature", "47")]
public sealed class KillTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mna-").FullName;
    private readonly CancellationTokenSource limit = new(TimeSpan.FromMinutes(4));
    private Process? executor;

    public KillTests()
    {
        Directory.CreateDirectory(Path.Join(folder, "settings"));
        File.Copy(TemporaryHost.PackagedPolicy(), Path.Join(folder, "settings", "policy.toml"));
        Directory.CreateDirectory(Path.Join(folder, "root", "etc"));
        File.WriteAllText(Path.Join(folder, "root", "etc", "passwd"), "root:x:0:0::/root:/bin/sh\n");
        File.WriteAllText(Path.Join(folder, "root", "etc", "group"), "root:x:0:\n");
    }

    /// <param name="boundary">Number of task events after which the executor is killed: begin and end of each task.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task When_it_is_killed_at_a_boundary_of_tasks_the_run_is_told_once_and_applying_again_converges(int boundary)
    {
        // Large enough that the kill mostly finds the work under way.
        const int size = 2 * 1024 * 1024;
        var request = Run("run-1", 2, size);
        await using (var link = await StartAsync())
        {
            await link.WriteAsync(request, limit.Token);
            for (var seen = 0; seen < boundary; seen++)
            {
                await NextAsync(link);
            }

            await KillAsync();
        }

        var isWhole = Enumerable.Range(0, 2).All(index => File.Exists(FileOf(index)));

        await using var again = await StartAsync();
        await again.WriteAsync(request, limit.Token);
        var told = await ResultAsync(again);
        // The kill may come after the last journal entry; then the result is the run's own.
        Assert.True(told.Status == RunStatus.Interrupted || (isWhole && told.Status == RunStatus.Succeeded), $"{told.Status}");
        await AssertConvergesAsync(again, 2, size);
    }

    [Fact]
    public async Task When_it_is_killed_inside_the_writing_of_a_file_the_old_file_stands_and_nothing_is_left_after_the_next_run()
    {
        const int size = 24 * 1024 * 1024;
        Directory.CreateDirectory(Path.Join(folder, "root", "etc", "php.d"));
        await File.WriteAllTextAsync(FileOf(0), "old");
        await using (var link = await StartAsync())
        {
            using var watcher = new FileSystemWatcher(Path.GetDirectoryName(FileOf(0))!, ".mna-*");
            var writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            watcher.Created += (_, _) => writing.TrySetResult();
            watcher.EnableRaisingEvents = true;
            await link.WriteAsync(Run("run-1", 1, size), limit.Token);
            await writing.Task.WaitAsync(limit.Token);
            await KillAsync();
        }

        // Whole and old, or whole and new when the kill came late.
        Assert.True(new FileInfo(FileOf(0)).Length is 3 or size);

        await using var again = await StartAsync();
        await again.WriteAsync(Run("run-1", 1, size), limit.Token);
        var told = await ResultAsync(again);
        Assert.True(told.Status == RunStatus.Interrupted || new FileInfo(FileOf(0)).Length == size, $"{told}");
        await File.WriteAllTextAsync(FileOf(0), "old");
        await AssertConvergesAsync(again, 1, size);
    }

    public void Dispose()
    {
        if (executor is { HasExited: false })
        {
            executor.Kill();
            executor.WaitForExit();
        }

        executor?.Dispose();
        limit.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string FileOf(int index) => Path.Join(folder, "root", "etc", "php.d", $"{index}.ini");

    private async Task AssertConvergesAsync(MessageStream link, int tasks, int size)
    {
        await link.WriteAsync(Run("run-2", tasks, size), limit.Token);
        Assert.Equal(RunStatus.Succeeded, (await ResultAsync(link, "run-2")).Status);
        Assert.All(Enumerable.Range(0, tasks), index => Assert.Equal(size, new FileInfo(FileOf(index)).Length));
        Assert.Equal(tasks, Directory.GetFileSystemEntries(Path.GetDirectoryName(FileOf(0))!).Length);
        await link.WriteAsync(Run("run-3", tasks, size), limit.Token);
        Assert.All((await ResultAsync(link, "run-3")).Results, task => Assert.Equal(TaskStatus.Ok, task.Status));
    }

    private async Task<MessageStream> StartAsync()
    {
        var socketPath = Path.Join(folder, "executor.sock");
        File.Delete(socketPath);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true };
        foreach (var argument in new[]
                 {
                     "exec", Path.Join(AppContext.BaseDirectory, "moodle-node-agent.dll"), "executor",
                     "--settings", Path.Join(folder, "settings"), "--state", Path.Join(folder, "state"),
                     "--socket", socketPath, "--root", Path.Join(folder, "root"),
                 })
        {
            start.ArgumentList.Add(argument);
        }

        executor?.Dispose();
        executor = Process.Start(start)!;
        // Read, so that its output never blocks it.
        _ = executor.StandardError.ReadToEndAsync(CancellationToken.None);
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), limit.Token);
                return new MessageStream(new NetworkStream(socket, ownsSocket: true), new Limits().Message);
            }
            catch (SocketException)
            {
                socket.Dispose();
                Assert.False(executor.HasExited, "the executor ended");
                await Task.Delay(20, limit.Token);
            }
        }
    }

    private async Task KillAsync()
    {
        executor!.Kill();
        await executor.WaitForExitAsync(limit.Token);
    }

    private async Task<ExecutorMessage> NextAsync(MessageStream link) =>
        await link.ReadAsync(ExecutorMessage.Parser, limit.Token) ?? throw new EndOfStreamException();

    private async Task<RunResult> ResultAsync(MessageStream link, string runId = "run-1")
    {
        while (true)
        {
            if ((await NextAsync(link)).RunResult is { } result && result.RunId == runId)
            {
                return result;
            }
        }
    }

    private static LinkMessage Run(string id, int tasks, int size) => new()
    {
        Run = new RunRequest
        {
            RunId = id,
            Epoch = 1,
            Mode = RunMode.Apply,
            Spec = new NodeSpec
            {
                Node = "web-1",
                Tasks =
                {
                    Enumerable.Range(0, tasks).Select(index => new TaskSpec
                    {
                        Id = $"t{index}",
                        File = new FileTask
                        {
                            Path = $"/etc/php.d/{index}.ini",
                            Content = ByteString.CopyFrom(Enumerable.Repeat((byte)'x', size).ToArray()),
                            Sensitive = true,
                        },
                    }),
                },
            },
        },
    };
}
