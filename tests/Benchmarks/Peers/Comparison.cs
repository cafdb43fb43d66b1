using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Benchmarks.Peers;

/// <summary>Seven resources on N booted hosts of the local cloud: Ansible, a shell script, and our agents, side by side in
/// one run. Ansible and the script come over ssh, with connections that stay open between the turns.</summary>
internal static class Comparison
{
    private const int Turns = 5;
    private const string State = "/var/lib/moodle-demo-peers";

    /// <summary>Runs the comparison for each number of nodes.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<int> counts)
    {
        Console.WriteLine($"{"nodes",5} {"work",-26} {"tool",-10} {"wall s",8} {"(min-max)",15} {"cpu s",8} {"cpu/node ms",12}");
        using ProcessorGroup processors = ProcessorGroup.Enter();
        foreach (int count in counts)
        {
            await CompareAsync(count, processors);
        }

        return 0;
    }

    private static async Task CompareAsync(int count, ProcessorGroup processors)
    {
        string root = Repository.FindRoot();
        string folder = Directory.CreateTempSubdirectory("peers-").FullName;
        var environment = new Dictionary<string, string>
        {
            ["MOODLE_DEMO_STATE"] = State,
            ["MOODLE_DEMO_PORT"] = "12798",
            ["MOODLE_DEMO_SITE"] = Path.Combine(folder, "site.yaml"),
            ["ANSIBLE_FORKS"] = "50",
            ["ANSIBLE_PIPELINING"] = "True",
            // Files come through the connection that is there; the doors have no sftp.
            ["ANSIBLE_SSH_TRANSFER_METHOD"] = "piped",
            ["ANSIBLE_STDOUT_CALLBACK"] = "minimal",
            ["ANSIBLE_HOST_KEY_CHECKING"] = "False",
            ["LC_ALL"] = "C.UTF-8",
        };
        string demo = Path.Combine(root, "demo.sh");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "site.yaml"),
            $$"""
            site: peers
            product: sample
            release: { archive: {{Path.Combine(root, "examples", "sample-app")}} }
            cloud: { provider: local }
            nodes: { count: {{count}} }
            database: { replicas: 0, high_availability: false }
            balancer: { listeners: [8080] }

            """);
        try
        {
            await RunAsync(demo, ["up"], environment);
            using JsonDocument status = JsonDocument.Parse(await RunAsync(demo, ["status", "--json"], environment));
            string[] nodes = [.. status.RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()!)];
            string export = status.RootElement.GetProperty("storage").GetProperty("export").GetString()!;
            string line = (await RunAsync(demo, ["exec", nodes[0], "--", "grep", "moodledata", "/etc/fstab"], environment)).Trim();
            var work = new Work(export, line.Split(' ')[3]);
            var leaders = new Dictionary<string, int>();
            foreach (string node in nodes)
            {
                leaders[node] = Leader(await RunAsync(demo, ["exec", node, "--", "readlink", "/proc/self/ns/pid"], environment));
            }

            string inventory = Path.Combine(folder, "inventory");
            await using SshDoors doors = await SshDoors.OpenAsync(leaders, folder);
            await File.WriteAllLinesAsync(inventory, nodes.Select(node => $"{node} ansible_python_interpreter=/usr/bin/python3"));
            environment["ANSIBLE_SSH_ARGS"] = $"-F {doors.ClientSettings}";
            var client = new Protocol.Operator.V1.Tasks.TasksClient(Channel());
            Tool[] tools =
            [
                new("ansible", content => RunAsync(
                    "ansible-playbook",
                    [
                        "-i", inventory, Path.Combine(root, "tests", "Benchmarks", "Peers", "playbook.yml"),
                        "-e", JsonSerializer.Serialize(new { export = work.Export, options = work.Options, content }),
                    ],
                    environment)),
                new("shell", content => Task.WhenAll(nodes.Select(node => RunAsync(
                    "ssh",
                    ["-F", doors.ClientSettings, node, "sh", "-s", "-", .. new[] { work.Export, work.Options, content }.Select(SshDoors.Quoted)],
                    environment,
                    File.ReadAllText(Path.Combine(root, "tests", "Benchmarks", "Peers", "script.sh")))))),
                new("agents", content => AgentsAsync(client, work, content, count)),
            ];
            await processors.LearnIdleAsync(TimeSpan.FromSeconds(10));
            // The first turn makes it so; what is counted finds nothing to do.
            await PrintAsync(processors, count, "nothing to change", tools, _ => "; same");
            await PrintAsync(processors, count, "one file changed", tools, turn => $"; turn {turn}");
        }
        finally
        {
            await RunAsync(demo, ["down"], environment);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PrintAsync(
        ProcessorGroup processors, int nodes, string work, Tool[] tools, Func<int, string> content)
    {
        var costs = tools.ToDictionary(tool => tool, _ => new List<Cost>());
        for (int turn = 0; turn <= Turns; turn++)
        {
            foreach (Tool tool in tools)
            {
                // Each tool's own words, so that each has the same to do.
                Cost cost = await processors.MeasureAsync(() => tool.Run($"{content(turn)}{(content(0) == content(1) ? "" : $" by {tool.Name}")}"));
                if (turn > 0)
                {
                    costs[tool].Add(cost);
                }
            }
        }

        foreach (Tool tool in tools)
        {
            double[] walls = [.. costs[tool].Select(cost => cost.Wall).Order()];
            double processor = costs[tool].Select(cost => cost.Processor).Order().ElementAt(Turns / 2);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{nodes,5} {work,-26} {tool.Name,-10} {walls[Turns / 2],8:F2} {$"({walls[0]:F2}-{walls[^1]:F2})",15} {processor,8:F2} {processor * 1000 / nodes,12:F1}"));
        }
    }

    private static async Task AgentsAsync(
        Protocol.Operator.V1.Tasks.TasksClient client, Work work, string content, int count)
    {
        var request = new RunTasksRequest
        {
            Mode = RunMode.Apply,
            Tasks =
            {
                new TaskSpec { Id = "packages", Package = new PackageTask { Names = { "nfs-utils", "httpd", "php-fpm" } } },
                new TaskSpec
                {
                    Id = "mount",
                    Mount = new MountTask { Source = work.Export, Path = "/var/www/moodledata", Type = "nfs", Options = work.Options },
                },
                new TaskSpec { Id = "ownership", Ownership = new OwnershipTask { Path = "/var/www/moodledata", Owner = "apache", Group = "apache" } },
                new TaskSpec { Id = "boolean", SelinuxBoolean = new SelinuxBooleanTask { Name = "httpd_use_nfs", Value = true } },
                new TaskSpec { Id = "directory", Directory = new DirectoryTask { Path = "/var/www/peers", Mode = 0b111_101_101 } },
                new TaskSpec { Id = "file", File = new FileTask { Path = "/etc/php.d/98-peers.ini", Content = ByteString.CopyFromUtf8(content + "\n") } },
                new TaskSpec { Id = "unit", Unit = new UnitTask { Name = "httpd.service", Enabled = true, Running = true } },
            },
        };
        using AsyncServerStreamingCall<NodeRun> call = client.RunTasks(request);
        int done = 0;
        await foreach (NodeRun run in call.ResponseStream.ReadAllAsync())
        {
            if (run.Result is not { Status: RunStatus.Succeeded })
            {
                throw new InvalidOperationException($"{run.Node}: {run.Error} {run.Result}");
            }

            done++;
        }

        if (done != count)
        {
            throw new InvalidOperationException($"Only {done} of {count} nodes answered.");
        }
    }

    private static GrpcChannel Channel() => GrpcChannel.ForAddress("http://coordinator", new GrpcChannelOptions
    {
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint($"{State}/coordinator/operator.sock"), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        },
    });

    // The process that is number 1 in this namespace.
    private static int Leader(string link) => Directory.EnumerateDirectories("/proc")
        .Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _))
        .Where(name => LinkOf(name!) == link.Trim())
        .First(name => File.ReadLines($"/proc/{name}/status").Any(line => line.StartsWith("NSpid:", StringComparison.Ordinal) && line.EndsWith("\t1", StringComparison.Ordinal)))
        is { } pid ? int.Parse(pid, CultureInfo.InvariantCulture) : 0;

    private static string? LinkOf(string pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/ns/pid").LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<string> RunAsync(
        string program, string[] arguments, Dictionary<string, string> environment, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{output}\n{await error}");
    }

    private sealed record Work(string Export, string Options);

    private sealed record Tool(string Name, Func<string, Task> Run);
}
