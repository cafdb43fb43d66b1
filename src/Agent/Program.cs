using System.Reflection;
using System.Runtime.InteropServices;
using MoodleNodeAgent.Agent;
using MoodleNodeAgent.Agent.Executor;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Identity;
using MoodleNodeAgent.Agent.Link;
using MoodleNodeAgent.Agent.Logging;
using MoodleNodeAgent.Agent.Upgrade;

const string usage = """
    Usage: moodle-node-agent link|executor [--settings FOLDER] [--state FOLDER] [--socket FILE]
                                        [--root FOLDER]
           moodle-node-agent identity [--settings FOLDER]
           moodle-node-agent upgrade [--state FOLDER]
           moodle-node-agent join [--settings FOLDER] [--state FOLDER] < TOKEN
           moodle-node-agent version
    """;

var version = typeof(AgentPaths).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
    .InformationalVersion.Split('+')[0];
using var log = AgentLog.Create(AgentPaths.SettingsOf(args));
using var stop = new CancellationTokenSource();
using var manager = ServiceManager.FromEnvironment();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    switch (args)
    {
        case ["version"]:
            Console.WriteLine(version);
            return 0;
        case ["executor", .. var options]:
            var paths = AgentPaths.Parse(options);
            _ = manager.KeepAliveAsync(TimeProvider.System, stop.Token);
            await ExecutorProcess.RunAsync(
                paths, new HostRoot(paths.Root), new Limits(), TimeProvider.System, log, manager, stop.Token);
            return 0;
        case ["link", .. var options]:
            _ = manager.KeepAliveAsync(TimeProvider.System, stop.Token);
            await LinkProcess.RunAsync(
                AgentPaths.Parse(options), version, new Limits(), TimeProvider.System, log, manager, stop.Token);
            return 0;
        case ["join", .. var options]:
            await LinkProcess.JoinAsync(
                AgentPaths.Parse(options), version, Console.In, new Limits(), TimeProvider.System, log, stop.Token);
            return 0;
        case ["upgrade", .. var options]:
            // Its unit runs a copy of the version that began the upgrade.
            await UpgradeGuard.Create(AgentPaths.Parse(options), new Limits(), TimeProvider.System, log).RunAsync(stop.Token);
            return 0;
        case ["identity", .. var options]:
            // Its socket unit starts it for one connection, as standard input and output.
            await IdentityProcess.RunAsync(
                AgentPaths.Parse(options), InstanceKey.Metadata, Console.OpenStandardInput(),
                Console.OpenStandardOutput(), new Limits(), stop.Token);
            return 0;
        default:
            await Console.Error.WriteLineAsync(usage);
            return 2;
    }
}
catch (ArgumentException exception)
{
    await Console.Error.WriteLineAsync($"{exception.Message}\n{usage}");
    return 2;
}
catch (Exception exception)
{
    log.Fatal("{Reason}", exception.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    manager.Stopping();
    stop.Cancel();
}
