using MoodleNodeAgent.Cli;
using Spectre.Console;

var terminal = new Terminal
{
    Output = Console.Out,
    Error = Console.Error,
    Input = Console.IsInputRedirected ? null : Console.In,
    Live = Console.IsOutputRedirected ? null : AnsiConsole.Console,
    Clock = TimeProvider.System,
    ConfigFolder = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "moodlectl"),
    SocketPath = Environment.GetEnvironmentVariable("MOODLECTL_SOCKET"),
};
return await CommandLine.RunAsync(args, terminal, CancellationToken.None);
