using System.Diagnostics;
using System.Text.Json;

namespace MoodleNodeAgent.EndToEnd;

/// <summary>The demo as a newcomer starts it: ./demo.sh, once for all tests of the ring; removed at the end.</summary>
public sealed class DemoSite : IAsyncLifetime
{
    /// <summary>Wait for one ./demo.sh command; the first one builds and prepares the base image.</summary>
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(15);

    /// <summary>Output of the first ./demo.sh.</summary>
    public CommandResult Up { get; private set; } = new(-1, string.Empty, string.Empty, TimeSpan.Zero);

    /// <summary>Every command line that any process had while the site was made.</summary>
    public IReadOnlyCollection<string> CommandLinesOfUp { get; private set; } = [];

    /// <summary>Top folder of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    public async Task InitializeAsync()
    {
        await RunAsync("./demo.sh", "down");
        await using var lines = new CommandLines();
        Up = await RunAsync("./demo.sh");
        CommandLinesOfUp = lines.Seen;
    }

    public async Task DisposeAsync() => await RunAsync("./demo.sh", "down");

    /// <summary>./demo.sh status --json</summary>
    public async Task<JsonElement> StatusAsync()
    {
        CommandResult status = await RunAsync("./demo.sh", "status", "--json");
        Assert.True(status.ExitCode == 0, status.ToString());
        using JsonDocument document = JsonDocument.Parse(status.Output);
        return document.RootElement.Clone();
    }

    /// <summary>Runs a program in the checkout and waits for its end.</summary>
    public static async Task<CommandResult> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program == "./demo.sh" ? Path.Combine(Root, "demo.sh") : program)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var clock = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(CommandLimit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(process.ExitCode, await output, await error, clock.Elapsed);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "demo.sh")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("demo.sh is in no folder above the tests.");
    }
}

/// <summary>How a command ended.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
