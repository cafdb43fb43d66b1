using System.Diagnostics;

namespace MoodleNodeAgent.Cli.Control;

/// <summary>A coordinator that runs as a child of this program, launches a site's control host and hands the site over. It
/// ends with this program, however that ends: its standard input is the sign.</summary>
internal sealed class LaunchingCoordinator : IAsyncDisposable
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan End = TimeSpan.FromSeconds(40);

    private readonly Process process;
    private readonly TimeProvider clock;
    private readonly Task reading;

    private LaunchingCoordinator(Process process, string socket, TimeProvider clock, Task reading)
    {
        this.process = process;
        this.clock = clock;
        this.reading = reading;
        Socket = socket;
    }

    /// <summary>Where it listens.</summary>
    public string Socket { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="settings">Program, packages, account.</param>
    /// <param name="state">Its folder.</param>
    /// <param name="keyFile">The first admin's key.</param>
    /// <param name="clock">Clock of the waits.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<LaunchingCoordinator> StartAsync(
        LaunchSettings settings, string state, string keyFile, TimeProvider clock, CancellationToken cancellation)
    {
        if (!File.Exists(settings.Coordinator))
        {
            throw new CommandFailure(
                ExitCode.Usage,
                $"There is no {settings.Coordinator}, which makes the site's control host. Name it with --coordinator FILE.");
        }

        var socket = Path.Combine(state, "operator.sock");
        var start = new ProcessStartInfo(settings.Coordinator)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        List<string> arguments =
        [
            "serve", "--state", state, "--socket", socket, "--launch-for", keyFile, "--packages", settings.Packages,
        ];
        if (settings.Account.ConfigFile is { } config)
        {
            arguments.AddRange(["--oci-config", Path.GetFullPath(config)]);
        }

        if (settings.Account.Endpoint is { } endpoint)
        {
            arguments.AddRange(["--oci-endpoint", endpoint.ToString()]);
        }

        arguments.ForEach(start.ArgumentList.Add);
        var process = Process.Start(start)
            ?? throw new CommandFailure(ExitCode.Failed, $"Cannot start {settings.Coordinator}.");
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = Path.Combine(state, "coordinator.log");
        var reading = Task.WhenAll(
            KeepAsync(process.StandardOutput, log, ready), KeepAsync(process.StandardError, log + ".errors", null));
        var coordinator = new LaunchingCoordinator(process, socket, clock, reading);
        try
        {
            await Task.WhenAny(ready.Task, process.WaitForExitAsync(cancellation)).WaitAsync(Start, clock, cancellation);
            if (!ready.Task.IsCompleted)
            {
                await reading;
                throw new CommandFailure(
                    ExitCode.Failed,
                    $"The coordinator did not start: {(await File.ReadAllTextAsync(log + ".errors", cancellation)).Trim()}");
            }

            return coordinator;
        }
        catch
        {
            await coordinator.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(End, clock, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }

        await reading;
        process.Dispose();
    }

    private static async Task KeepAsync(StreamReader lines, string file, TaskCompletionSource? ready)
    {
        await using var log = new StreamWriter(file, append: true);
        while (await lines.ReadLineAsync() is { } line)
        {
            await log.WriteLineAsync(line);
            if (line == "ready")
            {
                ready?.TrySetResult();
            }
        }
    }
}
