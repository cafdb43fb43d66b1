using System.CommandLine;
using MoodleNodeAgent.Coordinator;

var root = new RootCommand("Owns one site: creates its cloud resources and drives the agents of its servers.")
{
    ServeCommand.Create(),
};

// Signals are the host's: it stops in order, in its own time.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
