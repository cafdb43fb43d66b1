using System.CommandLine;
using MoodleNodeAgent.LocalCloud.Commands;

var root = new RootCommand("A stand-in for Oracle Cloud Infrastructure on one Linux machine.")
{
    ServeCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
