using System.CommandLine;
using MoodleNodeAgent.LocalCloud.Commands;

var root = new RootCommand("A stand-in for Oracle Cloud Infrastructure on one Linux machine.")
{
    ServeCommand.Create(),
    PrepareCommand.Create(),
    ExecCommand.Create(),
    DownCommand.Create(),
};
return await root.Parse(ServeCommand.WithVerb(args)).InvokeAsync();
