using System.CommandLine;
using MoodleNodeAgent.LocalCloud.Hosts;

namespace MoodleNodeAgent.LocalCloud.Commands;

/// <summary>`moodle-local-cloud down`: ends a local cloud and removes all that it made on this machine.</summary>
internal static class DownCommand
{
    /// <summary>Where a local cloud keeps its state unless --state names another folder.</summary>
    public const string DefaultState = "/var/lib/moodle-local-cloud";

    /// <summary>The option that all commands with a state folder share.</summary>
    public static Option<string> StateOption() => new("--state")
    {
        Description = "Folder of the local cloud.",
        DefaultValueFactory = _ => DefaultState,
    };

    public static Command Create()
    {
        Option<string> state = StateOption();
        var command = new Command("down", "Ends a local cloud and removes what it made: hosts, networks, mounts.")
        {
            state,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            try
            {
                var remains = new Remains(
                    StateDirectory.Open(parsed.GetValue(state)!), new HostLimits(), TimeProvider.System);
                foreach (var line in await remains.RemoveAsync(cancellation))
                {
                    await output.WriteLineAsync($"removed {line}");
                }

                return 0;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(exception.Message);
                return 1;
            }
        });
        return command;
    }
}
