using MoodleNodeAgent.Cli;
using Spectre.Console;

using var interrupts = Interrupts.OfProcess();
var terminal = new Terminal
{
    Output = Console.Out,
    Error = Console.Error,
    AskSecret = Console.IsInputRedirected ? null : question => AnsiConsole.Prompt(new TextPrompt<string>(question).Secret(null)),
    Live = Console.IsOutputRedirected ? null : AnsiConsole.Console,
    Input = Console.IsInputRedirected ? null : Console.In,
    SecondInterrupt = interrupts.Second,
    Clock = TimeProvider.System,
    ConfigFolder = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "moodlectl"),
    SocketPath = Environment.GetEnvironmentVariable("MOODLECTL_SOCKET"),
};
return await CommandLine.RunAsync(args, terminal, interrupts.First);
