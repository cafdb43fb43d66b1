using Grpc.Core;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Output;

/// <summary>What work on a running site says as it goes on, as lines.</summary>
internal static class CareText
{
    /// <summary>Shows all events and gives the end's value; null: it failed, and why is on standard error.</summary>
    public static async Task<string?> ShowAsync(
        AsyncServerStreamingCall<CareEvent> call, Terminal terminal, CancellationToken cancellation)
    {
        CareEnded? ended = null;
        await foreach (var one in call.ResponseStream.ReadAllAsync(cancellation))
        {
            switch (one.EventCase)
            {
                case CareEvent.EventOneofCase.Progress:
                    terminal.Output.WriteLine(
                        one.Progress.Node.Length > 0 ? $"{one.Progress.Node}: {one.Progress.Message}" : one.Progress.Message);
                    break;
                case CareEvent.EventOneofCase.Finding:
                    Write(terminal.Output, one.Finding);
                    break;
                case CareEvent.EventOneofCase.Ended:
                    ended = one.Ended;
                    break;
            }

            await terminal.Output.FlushAsync(cancellation);
        }

        if (ended is { Succeeded: true })
        {
            return ended.Value;
        }

        terminal.Error.WriteLine(ended?.Error ?? "The coordinator ended this without a result. Look at its log.");
        return null;
    }

    /// <summary>Shows all events; the exit code.</summary>
    public static async Task<int> RunAsync(
        AsyncServerStreamingCall<CareEvent> call, string done, Terminal terminal, CancellationToken cancellation)
    {
        if (await ShowAsync(call, terminal, cancellation) is null)
        {
            return ExitCode.Failed;
        }

        terminal.Output.WriteLine(done);
        return ExitCode.Done;
    }

    private static void Write(TextWriter output, Finding finding)
    {
        var grade = finding.Grade switch
        {
            FindingGrade.Right => "right  ",
            FindingGrade.Warning => "warning",
            _ => "WRONG  ",
        };
        output.WriteLine($"{grade} {finding.Rule}{(finding.Node.Length > 0 ? $" {finding.Node}" : "")}: {finding.Message}");
        if (finding.Remedy.Length > 0)
        {
            output.WriteLine($"        mend it: {finding.Remedy}");
        }
    }
}
