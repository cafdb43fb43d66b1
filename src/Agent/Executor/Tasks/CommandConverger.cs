using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>Free commands run as product commands do; only their policy differs.</summary>
internal static class CommandConverger
{
    public static ProductCommandConverger Create(CommandTask spec) => new(new ProductCommandTask
    {
        Program = spec.Command[0],
        Arguments = { spec.Command.Skip(1) },
        RunAs = Modes.OrRoot(spec.RunAs),
        StandardInput = spec.StandardInput,
        WorkingDirectory = spec.WorkingDirectory,
        TimeoutSeconds = spec.TimeoutSeconds,
    });
}
