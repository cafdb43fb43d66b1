using System.Text;
using System.Text.RegularExpressions;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A fixed program of the product, run as the web user when its guard says that it is needed.</summary>
internal sealed partial class ProductCommandConverger(ProductCommandTask spec) : NodeTask<bool>
{
    private const int Needed = 0;
    private const int AlreadyDone = 10;
    private const int MostOutput = 64 * 1024;
    private string output = "";

    protected override TaskOutcome Settled => new(TaskStatus.Skipped, "");

    protected override string Output => output;

    protected override bool Verifiable => spec.Guard.Count > 0;

    /// <summary>Whether the command is needed.</summary>
    protected override async Task<bool> ObserveAsync(TaskContext context, CancellationToken cancellation)
    {
        // Without its script, which an earlier task brings, the guard can say nothing: in a check, all is still to do.
        if (spec.Guard.Count == 0
            || (spec.Guard.Count > 1 && !File.Exists(context.Root.Map(context.Root.ResolveFolders(spec.Guard[1])))))
        {
            return true;
        }

        var outcome = await RunAsync(
            spec.Guard[0], [.. spec.Guard.Skip(1)], spec.GuardStandardInput.Memory, context, cancellation);
        return outcome.ExitCode switch
        {
            Needed => true,
            AlreadyDone => false,
            _ => throw Failure("guard-failed", "tell whether it is needed", outcome, spec.GuardStandardInput.Span, context),
        };
    }

    protected override IReadOnlyList<string> Compare(bool state, TaskContext context) =>
        state ? [$"command: not run -> {Line}"] : [];

    protected override async Task ConvergeAsync(bool state, TaskContext context, CancellationToken cancellation)
    {
        var outcome = await RunAsync(
            spec.Program, spec.Arguments, spec.StandardInput.Memory, context, cancellation);
        if (outcome.ExitCode != 0 && !spec.SuccessCodes.Contains(outcome.ExitCode))
        {
            throw Failure("command-failed", "succeed", outcome, spec.StandardInput.Span, context);
        }

        if (spec.KeepOutput)
        {
            output = outcome.Output.Length <= MostOutput ? outcome.Output : outcome.Output[..MostOutput];
        }
    }

    private string Line => string.Join(' ', spec.Arguments.Prepend(spec.Program));

    // Through PID 1: the program needs the host's network, to reach the database.
    private Task<ProcessOutcome> RunAsync(
        string program, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, TaskContext context,
        CancellationToken cancellation) => context.Processes.RunAsync(
            new ProcessRequest
            {
                Program = program,
                Arguments = arguments,
                StandardInput = input,
                User = spec.RunAs,
                WorkingDirectory = spec.WorkingDirectory.Length == 0 ? "/" : spec.WorkingDirectory,
                OutsideSandbox = true,
                Timeout = spec.TimeoutSeconds == 0
                    ? context.Limits.ProductCommand
                    : TimeSpan.FromSeconds(spec.TimeoutSeconds),
            },
            cancellation);

    private TaskException Failure(
        string code, string verb, ProcessOutcome outcome, ReadOnlySpan<byte> input, TaskContext context)
    {
        var said = $"{outcome.Output.Trim()}\n{outcome.Error.Trim()}".Trim();
        // Masked before it is cut, so that no half of a secret is left over.
        foreach (var secret in Word().Matches(Encoding.UTF8.GetString(input)).Select(word => word.Value).Distinct())
        {
            said = said.Replace(secret, "***", StringComparison.Ordinal);
        }

        var tail = said.Length <= context.Limits.ErrorTail ? said : "..." + said[^context.Limits.ErrorTail..];
        return new TaskException(
            code, $"Command did not {verb}: {Line} ended with {outcome.ExitCode} as {spec.RunAs}: {tail}");
    }

    [GeneratedRegex("""[^\s"'=:,;{}\[\]]{6,}""")]
    private static partial Regex Word();
}
