using System.CommandLine;
using MoodleNodeAgent.LocalCloud.Commands;

var root = new RootCommand("A stand-in for Oracle Cloud Infrastructure on one Linux machine.")
{
    ServeCommand.Create(),
    PrepareCommand.Create(),
    ExecCommand.Create(),
    DownCommand.Create(),
};
// After SIGTERM or Ctrl+C a command removes what it made, which takes longer than the 2 s that are the default.
return await root.Parse(ServeCommand.WithVerb(args)).InvokeAsync(
    new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
