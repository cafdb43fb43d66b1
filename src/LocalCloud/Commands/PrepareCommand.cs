using System.CommandLine;
using MoodleNodeAgent.LocalCloud.Hosts;

namespace MoodleNodeAgent.LocalCloud.Commands;

/// <summary>`moodle-local-cloud prepare`: builds the base image of the hosts.</summary>
internal static class PrepareCommand
{
    /// <summary>Where the base image is kept unless --cache names another folder.</summary>
    public const string DefaultCache = "/var/cache/moodle-local-cloud";

    /// <summary>The option that all commands with an image share.</summary>
    public static Option<string> CacheOption() => new("--cache")
    {
        Description = "Folder that keeps the base image of the hosts.",
        DefaultValueFactory = _ => DefaultCache,
    };

    public static Command Create()
    {
        Option<string> cache = CacheOption();
        var command = new Command("prepare", "Builds the base image of the hosts, once for each recipe.") { cache };
        command.SetAction(async (parsed, cancellation) =>
        {
            var image = new BaseImage(parsed.GetValue(cache)!, new HostLimits(), TimeProvider.System);
            try
            {
                await image.PrepareAsync(parsed.InvocationConfiguration.Output.WriteLine, cancellation);
                return 0;
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException
                or UnauthorizedAccessException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(exception.Message);
                return 1;
            }
        });
        return command;
    }
}
