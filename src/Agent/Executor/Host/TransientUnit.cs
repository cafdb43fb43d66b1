using System.Globalization;

namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>A program run by PID 1: it has the host's network and mounts, which the executor's own unit has not.</summary>
internal static class TransientUnit
{
    public const string Runner = "/usr/bin/systemd-run";

    /// <summary>Arguments of systemd-run(1). The unit ends by itself when its time is over, even without us.</summary>
    public static IReadOnlyList<string> Arguments(ProcessRequest request, string unit, TimeSpan grace)
    {
        var seconds = ((int)(request.Timeout + grace).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "--quiet", "--pipe", "--wait", "--collect", "--service-type=exec", $"--unit={unit}",
            $"--property=RuntimeMaxSec={seconds}", $"--working-directory={request.WorkingDirectory}",
            "--setenv=LANG=C.UTF-8",
        ];
        arguments.Add(request.User is null ? "--setenv=HOME=/root" : $"--uid={request.User}");
        arguments.Add("--");
        arguments.Add(request.Program);
        // systemd expands "$NAME" in the arguments of a unit.
        arguments.AddRange(request.Arguments.Select(argument => argument.Replace("$", "$$", StringComparison.Ordinal)));
        return arguments;
    }
}
