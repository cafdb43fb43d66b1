using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Output;

/// <summary>Problems of a site file that the coordinator found, in the same form as our own.</summary>
internal static class Problems
{
    /// <summary>Fails with all problems when one of them is not a mere warning.</summary>
    public static void ThrowIfAny(PlanReply plan)
    {
        if (plan.Problems.Any(problem => !problem.IsWarning))
        {
            throw new CommandFailure(ExitCode.Usage, string.Join(Environment.NewLine, plan.Problems.Select(Line)));
        }
    }

    private static string Line(Problem problem) => new Sites.Problem
    {
        File = problem.File,
        Line = (int)problem.Line,
        Column = (int)problem.Column,
        Message = problem.Message,
        IsWarning = problem.IsWarning,
    }.ToString();
}
