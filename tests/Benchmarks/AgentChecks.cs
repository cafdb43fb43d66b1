using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Benchmarks;

/// <summary>The installed executor with a folder for its host, asked over its own socket as the link asks.</summary>
internal static class AgentChecks
{
    private const int ChecksPerRun = 200;

    /// <summary>Milliseconds of processor time of one check, once for each run.</summary>
    public static async Task<List<double>> MeasureAsync(int runs)
    {
        string root = Repository.FindRoot();
        string folder = Directory.CreateTempSubdirectory("mna-bench-").FullName;
        string host = Path.Combine(folder, "host");
        try
        {
            MakeHost(host);
            string settings = Directory.CreateDirectory(Path.Combine(folder, "settings")).FullName;
            File.Copy(Path.Combine(root, "packaging", "policy.toml"), Path.Combine(settings, "policy.toml"));
            string package = Directory.EnumerateFiles(Path.Combine(root, "out", "packages"), "moodle-node-agent-*.rpm")
                .OrderByDescending(File.GetLastWriteTimeUtc).First();
            File.Copy(package, Path.Combine(folder, "agent.rpm"));
            await RunAsync("rpm2archive", Path.Combine(folder, "agent.rpm"));
            await RunAsync("tar", "--extract", "--file", Path.Combine(folder, "agent.rpm.tgz"), "--directory", folder);

            string socket = Path.Combine(folder, "socket");
            using Process executor = Process.Start(new ProcessStartInfo(
                Path.Combine(folder, "usr/bin/moodle-node-agent"),
                ["executor", "--settings", settings, "--state", Path.Combine(folder, "state"), "--socket", socket, "--root", host])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            try
            {
                return await AskAsync(executor, socket, runs);
            }
            finally
            {
                executor.Kill();
                await executor.WaitForExitAsync();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<double>> AskAsync(Process executor, string socket, int runs)
    {
        while (!File.Exists(socket))
        {
            await Task.Delay(20);
        }

        using var link = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await link.ConnectAsync(new UnixDomainSocketEndPoint(socket));
        await using var stream = new NetworkStream(link);
        RunResult made = await RunAsync(stream, "apply", RunMode.Apply);
        if (made.Status != RunStatus.Succeeded)
        {
            throw new InvalidOperationException("The spec does not converge: " + string.Join(" ", made.Results.Select(one => one.Error)));
        }

        // Answers about packages are kept once their database has not changed for 2 s.
        await Task.Delay(TimeSpan.FromSeconds(3));
        await RunAsync(stream, "warm", RunMode.Check);
        List<double> figures = [];
        for (int run = 0; run < runs; run++)
        {
            double before = Spent(executor.Id);
            for (int check = 0; check < ChecksPerRun; check++)
            {
                RunResult result = await RunAsync(stream, $"check-{run}-{check}", RunMode.Check);
                if (result.Results.Count != 7 || result.Results.Any(one => one.Status != Protocol.Agent.V1.TaskStatus.Ok))
                {
                    throw new InvalidOperationException("A check found a difference: " + string.Join(" ", result.Results.Select(one => one.Diff)));
                }
            }

            figures.Add((Spent(executor.Id) - before) / ChecksPerRun);
        }

        return figures;
    }

    private static async Task<RunResult> RunAsync(NetworkStream stream, string id, RunMode mode)
    {
        await WriteAsync(stream, new LinkMessage { Run = new RunRequest { RunId = id, Mode = mode, Spec = Spec() } });
        while (true)
        {
            ExecutorMessage message = await ReadAsync(stream);
            if (message.RunResult is { } result && result.RunId == id)
            {
                await WriteAsync(stream, new LinkMessage { Acknowledged = new ResultAcknowledged { RunId = id } });
                return result;
            }
        }
    }

    /// <summary>Seven tasks that the packaged policy allows, none of which starts a program when nothing has changed.
    /// </summary>
    private static NodeSpec Spec() => new()
    {
        Node = "bench",
        Tasks =
        {
            // Removed, since the machine that measures has no such package.
            Named("package", task => task.Package = new PackageTask { Names = { "httpd" }, State = PackageState.Removed }),
            Named("folder", task => task.Directory = new DirectoryTask { Path = "/var/www/html" }),
            Named("page", task => task.File = Settings("/var/www/html/index.php")),
            Named("settings", task => task.File = Settings("/etc/php.d/90-site.ini")),
            Named("site", task => task.File = Settings("/etc/httpd/conf.d/site.conf")),
            Named("owner", task => task.Ownership = new OwnershipTask { Path = "/var/www/html" }),
            Named("data", task => task.Directory = new DirectoryTask { Path = "/var/www/data", Mode = 0b111_101_000 }),
        },
    };

    private static TaskSpec Named(string id, Action<TaskSpec> fill)
    {
        var task = new TaskSpec { Id = id };
        fill(task);
        return task;
    }

    private static FileTask Settings(string path) => new()
    {
        Path = path,
        Content = ByteString.CopyFromUtf8(string.Concat(Enumerable.Repeat("a line of a file that a site has\n", 100))),
    };

    private static void MakeHost(string host)
    {
        foreach (string folder in (string[])["etc/php.d", "etc/httpd/conf.d", "var/www"])
        {
            Directory.CreateDirectory(Path.Combine(host, folder));
        }

        File.WriteAllText(Path.Combine(host, "etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
        File.WriteAllText(Path.Combine(host, "etc/group"), "root:x:0:\n");
    }

    /// <summary>Time on the processor of all threads, in milliseconds.</summary>
    private static double Spent(int process) => Directory.EnumerateDirectories($"/proc/{process}/task").Sum(thread =>
        long.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture) / 1e6);

    private static async Task WriteAsync(NetworkStream stream, LinkMessage message)
    {
        byte[] frame = new byte[sizeof(int) + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - sizeof(int));
        message.WriteTo(frame.AsSpan(sizeof(int)));
        await stream.WriteAsync(frame);
    }

    private static async Task<ExecutorMessage> ReadAsync(NetworkStream stream)
    {
        byte[] length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length);
        byte[] body = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(body);
        return ExecutorMessage.Parser.ParseFrom(body);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {process.ExitCode}");
        }
    }
}
