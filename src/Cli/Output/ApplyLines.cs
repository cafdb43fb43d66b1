using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Output;

/// <summary>One line for each event: for logs and pipes.</summary>
internal sealed class ApplyLines(TextWriter output) : IApplyView
{
    public async Task<ApplyEnded?> ShowAsync(IAsyncEnumerable<ApplyEvent> events)
    {
        await foreach (var item in events)
        {
            if (item.EventCase == ApplyEvent.EventOneofCase.Ended)
            {
                return item.Ended;
            }

            if (item.Plan is { } plan)
            {
                Problems.ThrowIfAny(plan);
            }

            if (LineOf(item) is { } line)
            {
                await output.WriteLineAsync(line);
                await output.FlushAsync();
            }
        }

        return null;
    }

    public static string? LineOf(ApplyEvent item) => item.EventCase switch
    {
        ApplyEvent.EventOneofCase.Plan when !item.Plan.Steps.Any(PlanText.IsChange) => null,
        ApplyEvent.EventOneofCase.Plan => PlanText.Summary(item.Plan),
        ApplyEvent.EventOneofCase.StepStarted => $"{item.StepStarted.Step}: {PlanText.Verb(item.StepStarted.Action)}",
        ApplyEvent.EventOneofCase.StepProgress => $"{item.StepProgress.Step}: {item.StepProgress.Message}",
        ApplyEvent.EventOneofCase.StepEnded => LineOf(item.StepEnded),
        _ => null,
    };

    private static string LineOf(StepEnded ended)
    {
        var word = ended.Succeeded ? ended.Changed ? "changed" : "ok" : "FAILED";
        var error = ended.Succeeded ? "" : $": {ended.Error}";
        return $"{ended.Step}: {word} after {Duration.Show(ended.Seconds)}{error}";
    }
}
