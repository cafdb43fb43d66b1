using System.Threading.Channels;
using MoodleNodeAgent.Protocol.Operator.V1;
using Spectre.Console;

namespace MoodleNodeAgent.Cli.Output;

/// <summary>A table that lives on the terminal: a row for each step that runs, a count of those that are done.</summary>
internal sealed class ApplyTable(IAnsiConsole console, TimeProvider clock) : IApplyView
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, Row> running = [];
    private readonly List<string> failures = [];
    private readonly long start = clock.GetTimestamp();
    private int total;
    private int done;

    public async Task<ApplyEnded?> ShowAsync(IAsyncEnumerable<ApplyEvent> events)
    {
        ApplyEnded? ended = null;
        await console.Live(Render()).AutoClear(true).StartAsync(async live =>
        {
            var inbox = Channel.CreateUnbounded<ApplyEvent>();
            var reading = FillAsync(events, inbox.Writer);
            var arrival = inbox.Reader.WaitToReadAsync().AsTask();
            while (ended is null)
            {
                await Task.WhenAny(arrival, Task.Delay(Refresh, clock));
                while (inbox.Reader.TryRead(out var item))
                {
                    ended ??= Take(item);
                }

                live.UpdateTarget(Render());
                if (!arrival.IsCompleted)
                {
                    continue;
                }

                if (!await arrival)
                {
                    break;
                }

                arrival = inbox.Reader.WaitToReadAsync().AsTask();
            }

            await reading;
        });
        foreach (var failure in failures)
        {
            console.WriteLine(failure);
        }

        return ended;
    }

    private static async Task FillAsync(IAsyncEnumerable<ApplyEvent> events, ChannelWriter<ApplyEvent> inbox)
    {
        try
        {
            await foreach (var item in events)
            {
                inbox.TryWrite(item);
                if (item.EventCase == ApplyEvent.EventOneofCase.Ended)
                {
                    return;
                }
            }
        }
        finally
        {
            inbox.Complete();
        }
    }

    private ApplyEnded? Take(ApplyEvent item)
    {
        switch (item.EventCase)
        {
            case ApplyEvent.EventOneofCase.Plan:
                Problems.ThrowIfAny(item.Plan);
                total = item.Plan.Steps.Count(PlanText.IsChange);
                break;
            case ApplyEvent.EventOneofCase.StepStarted:
                running[item.StepStarted.Step] =
                    new Row(PlanText.Verb(item.StepStarted.Action), clock.GetTimestamp(), "");
                break;
            case ApplyEvent.EventOneofCase.StepProgress when running.TryGetValue(item.StepProgress.Step, out var row):
                running[item.StepProgress.Step] = row with { Message = item.StepProgress.Message };
                break;
            case ApplyEvent.EventOneofCase.StepEnded:
                running.Remove(item.StepEnded.Step);
                done++;
                if (!item.StepEnded.Succeeded)
                {
                    failures.Add(ApplyLines.LineOf(item)!);
                }

                break;
        }

        return item.Ended;
    }

    private Table Render()
    {
        var table = new Table().Border(TableBorder.Simple).Expand();
        var elapsed = Duration.Show(clock.GetElapsedTime(start).TotalSeconds);
        table.Title = new TableTitle(Markup.Escape($"{done} of {Math.Max(total, done)} steps done, {elapsed}"));
        table.AddColumns("Step", "Work", "Since", "");

        // A table higher than the terminal would flicker.
        var height = Math.Max(1, console.Profile.Height - 8);
        foreach (var (step, row) in running.OrderBy(pair => pair.Value.Start).Take(height))
        {
            var since = Duration.Show(clock.GetElapsedTime(row.Start).TotalSeconds);
            table.AddRow(
                Markup.Escape(step), $"[yellow]{row.Verb}[/]", Markup.Escape(since), Markup.Escape(row.Message));
        }

        foreach (var failure in failures)
        {
            table.AddRow("[red]failed[/]", "", "", Markup.Escape(failure));
        }

        return table;
    }

    private sealed record Row(string Verb, long Start, string Message);
}
