using System.CommandLine;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Cli.SiteFiles;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Shows what an apply would do.</summary>
internal static class PlanCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var arguments = new SiteFileArguments();
        var command = new Command("plan", "Shows what an apply would do; exit code 3 when it would change something.");
        arguments.AddTo(command);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Save the plan, so that moodlectl apply PLAN does exactly this or refuses.",
            HelpName = "PLAN",
        };
        command.Add(output);
        command.SetAction(async (result, cancellation) =>
        {
            using var input = await arguments.LoadAsync(result, terminal, cancellation);
            using var connection = connect(result);
            var plan = await connection.Client.PlanAsync(
                new PlanRequest { Site = input.Message }, cancellationToken: cancellation);
            Problems.ThrowIfAny(plan);
            PlanText.Write(terminal.Output, plan);
            if (result.GetValue(output) is { } path)
            {
                SavedPlan.Of(input.Site.Name, arguments.PathIn(result), arguments.ChoiceIn(result), plan.Fingerprint)
                    .Write(path);
            }

            return plan.Steps.Any(PlanText.IsChange) ? ExitCode.ChangesPending : ExitCode.Done;
        });
        return command;
    }
}
