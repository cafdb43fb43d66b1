using MoodleNodeAgent.Agent.Executor.Host;

namespace MoodleNodeAgent.Agent.Fakes;

/// <summary>Stands in for the host's programs: keeps what was asked for and answers by rules.</summary>
internal sealed class RecordingProcesses : IProcessRunner
{
    private readonly List<(Func<ProcessRequest, bool> Fits, Func<ProcessRequest, ProcessOutcome> Answer)> rules = [];

    public List<ProcessRequest> Requests { get; } = [];

    /// <summary>Command lines as people write them.</summary>
    public IEnumerable<string> Lines => Requests.Select(Line);

    public void Answer(string lineStart, Func<ProcessRequest, ProcessOutcome> answer) =>
        rules.Insert(0, (request => Line(request).StartsWith(lineStart, StringComparison.Ordinal), answer));

    public void Answer(string lineStart, string output = "", int exitCode = 0, string error = "") =>
        Answer(lineStart, _ => new ProcessOutcome(exitCode, output, error));

    public async Task<ProcessOutcome> RunAsync(ProcessRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Requests.Add(request);
        foreach (var (fits, answer) in rules)
        {
            if (fits(request))
            {
                var outcome = answer(request);
                foreach (var line in request.Line is null ? [] : outcome.Output.Split('\n'))
                {
                    await request.Line!(line, cancellation);
                }

                return outcome;
            }
        }

        throw new InvalidOperationException($"No rule for: {Line(request)}");
    }

    private static string Line(ProcessRequest request) => string.Join(' ', request.Arguments.Prepend(request.Program));
}
