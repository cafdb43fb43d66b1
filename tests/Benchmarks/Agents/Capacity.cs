using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Benchmarks.Agents;

/// <summary>One coordinator, its release build as it is, with N agents that all connect at once: the storm, a command to
/// all with all answers, memory, and the return after the coordinator was killed. Coordinator and simulator share this
/// machine's cores.</summary>
internal static class Capacity
{
    private const int FanOuts = 5;
    private const int AgentPort = 27443;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs the benchmark for each number of agents.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<int> counts)
    {
        Console.WriteLine(
            "agents   storm s   cpu/conn ms   RSS base MB   RSS MB   KB/agent   fan-out s median (min-max)   cpu/fan-out s   all back s");
        foreach (int count in counts)
        {
            await MeasureAsync(count);
        }

        return 0;
    }

    private static async Task MeasureAsync(int count)
    {
        string folder = Directory.CreateTempSubdirectory("agents-").FullName;
        string state = Path.Combine(folder, "state");
        string agents = Path.Combine(folder, "agents");
        Process? coordinator = null, simulator = null;
        try
        {
            Prepared.Write(state, agents, count);
            coordinator = await StartCoordinatorAsync(state);
            await Task.Delay(TimeSpan.FromSeconds(1));
            double baseMemory = Memory(coordinator);
            TimeSpan before = coordinator.TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            simulator = StartSimulator(agents, count);
            var connections = new Connections(simulator);
            await connections.ReachAsync(count, Patience);
            double storm = clock.Elapsed.TotalSeconds;
            double perConnection = (Processor(coordinator) - before).TotalMilliseconds / count;

            var walls = new List<double>();
            before = Processor(coordinator);
            using (GrpcChannel channel = Operators(state))
            {
                for (int turn = 0; turn < FanOuts; turn++)
                {
                    walls.Add(await FanOutAsync(channel, count));
                }
            }

            double perFanOut = (Processor(coordinator) - before).TotalSeconds / FanOuts;
            walls.Sort();
            double memory = Memory(coordinator);

            coordinator.Kill();
            await coordinator.WaitForExitAsync();
            clock.Restart();
            coordinator = await StartCoordinatorAsync(state);
            await connections.FallBelowAsync(count, Patience);
            await connections.ReachAsync(count, Patience);
            double back = clock.Elapsed.TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count,6} {storm,9:F1} {perConnection,13:F2} {baseMemory,13:F0} {memory,8:F0} {(memory - baseMemory) * 1024 / count,10:F0} {walls[FanOuts / 2],14:F3} ({walls[0]:F3}-{walls[^1]:F3}) {perFanOut,15:F3} {back,12:F1}"));
        }
        finally
        {
            foreach (Process process in new[] { simulator, coordinator }.OfType<Process>())
            {
                if (!process.HasExited)
                {
                    process.Kill();
                    await process.WaitForExitAsync();
                }

                process.Dispose();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Process> StartCoordinatorAsync(string state)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "moodle-coordinator.dll");
        Process process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                program, "serve", "--state", state, "--agent-port", $"{AgentPort}", "--enrolment-port", $"{AgentPort + 1}",
                "--operator-port", $"{AgentPort + 2}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        // Its log goes where a journal would take it, at the same price, and must not fill a pipe.
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "ready")
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return process;
            }
        }

        throw new InvalidOperationException("The coordinator ended.");
    }

    private static Process StartSimulator(string agents, int count) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "MoodleNodeAgent.Benchmarks.dll"), Simulator.Command, agents, $"{AgentPort}", $"{count}"])
    {
        RedirectStandardOutput = true,
    })!;

    private static GrpcChannel Operators(string state) => GrpcChannel.ForAddress("http://coordinator", new GrpcChannelOptions
    {
        MaxReceiveMessageSize = null,
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(state, "operator.sock")), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        },
    });

    // One task of 2 KiB to all agents, until the last has answered.
    private static async Task<double> FanOutAsync(GrpcChannel channel, int count)
    {
        var request = new RunTasksRequest
        {
            Tasks =
            {
                new TaskSpec
                {
                    Id = "task/file",
                    File = new FileTask { Path = "/etc/motd", Content = ByteString.CopyFrom(new byte[2048]) },
                },
            },
        };
        var clock = Stopwatch.StartNew();
        using AsyncServerStreamingCall<NodeRun> call = new Protocol.Operator.V1.Tasks.TasksClient(channel).RunTasks(request);
        int answers = 0;
        await foreach (NodeRun run in call.ResponseStream.ReadAllAsync())
        {
            answers += run.Result?.Status == RunStatus.Succeeded ? 1 : 0;
        }

        return answers == count
            ? clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"Only {answers} of {count} agents answered.");
    }

    private static double Memory(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1024.0 / 1024;
    }

    private static TimeSpan Processor(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>How many agents the simulator says are connected.</summary>
    private sealed class Connections
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _value;

        public Connections(Process simulator) => _ = ReadAsync(simulator);

        public Task ReachAsync(int count, TimeSpan patience) => WaitAsync(value => value >= count, patience);

        public Task FallBelowAsync(int count, TimeSpan patience) => WaitAsync(value => value < count, patience);

        private async Task WaitAsync(Predicate<int> isWanted, TimeSpan patience)
        {
            var clock = Stopwatch.StartNew();
            while (true)
            {
                Task changed;
                lock (_lock)
                {
                    if (isWanted(_value))
                    {
                        return;
                    }

                    changed = _changed.Task;
                }

                try
                {
                    await changed.WaitAsync(patience - clock.Elapsed);
                }
                catch (TimeoutException)
                {
                    throw new TimeoutException($"{_value} agents are connected after {patience}.");
                }
            }
        }

        private async Task ReadAsync(Process simulator)
        {
            while (await simulator.StandardOutput.ReadLineAsync() is { } line)
            {
                TaskCompletionSource changed;
                lock (_lock)
                {
                    _value = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
                    changed = _changed;
                    _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                changed.TrySetResult();
            }
        }
    }
}
