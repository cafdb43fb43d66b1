using Spectre.Console;

namespace MoodleNodeAgent.Cli;

/// <summary>One operator at a terminal: a folder with site files, a coordinator, and what was printed.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mna-cli-").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    private Session(FakeCoordinator coordinator) => Coordinator = coordinator;

    public FakeCoordinator Coordinator { get; }

    public string Output => output.ToString();

    public string Error => error.ToString();

    public IAnsiConsole? Live { get; set; }

    /// <summary>What the operator types; null: nobody is there.</summary>
    public TextReader? Input { get; set; }

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public static async Task<Session> StartAsync() => new(await FakeCoordinator.StartAsync());

    public string PathOf(string name) => Path.Combine(folder, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>A site file whose release is a folder beside it with nothing but a version.</summary>
    public string WriteSite(string more)
    {
        Write("app/version.php", "<?php\n$release = '1.0 (test)';\n");
        return Write(
            "site.yaml",
            "site: demo\nproduct: sample\nrelease: { archive: app }\ncloud: { provider: local }\n" + more);
    }

    public CancellationToken SecondInterrupt { get; set; }

    public Task<int> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    public Task<int> RunAsync(CancellationToken cancellation, params string[] arguments) => CommandLine.RunAsync(
        arguments,
        new Terminal
        {
            Output = output,
            Error = error,
            Live = Live,
            Clock = Clock,
            SocketPath = Coordinator.SocketPath,
            Input = Input,
            SecondInterrupt = SecondInterrupt,
            ConfigFolder = PathOf("config"),
        },
        cancellation);

    public async ValueTask DisposeAsync()
    {
        await Coordinator.DisposeAsync();
        await output.DisposeAsync();
        await error.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
