using System.Collections;
using System.ComponentModel;
using CliWrap;
using Serilog;

namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>Starts programs of the host, with a clean environment.</summary>
/// <param name="systemd">False: PID 1 is not systemd, so there is no sandbox to leave.</param>
internal sealed class HostProcessRunner(Limits limits, bool systemd, TimeProvider time, ILogger log) : IProcessRunner
{
    public async Task<ProcessOutcome> RunAsync(ProcessRequest request, CancellationToken cancellation)
    {
        // systemd-run itself ends with 1 when there is no such program, and 1 may be an answer.
        if (request.Program.StartsWith("/usr/", StringComparison.Ordinal) && !File.Exists(request.Program))
        {
            throw new TaskException(
                "program-missing", $"Cannot start {request.Program}: there is no such file. Install its package.");
        }

        var unit = $"moodle-node-agent-{Guid.NewGuid():N}.service";
        var outside = request.OutsideSandbox && systemd;
        var (program, arguments) = outside
            ? (TransientUnit.Runner, TransientUnit.Arguments(request, unit, limits.Grace))
            : Direct(request);

        using var timer = new CancellationTokenSource(request.Timeout, time);
        using var graceful = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        using var forceful = new CancellationTokenSource();
        await using var escalation = graceful.Token.Register(() => forceful.CancelAfter(limits.Grace));
        var output = new CappedOutput(limits.ProcessOutput);
        var error = new CappedOutput(limits.ProcessOutput);
        try
        {
            var result = await CliWrap.Cli.Wrap(program)
                .WithArguments(arguments)
                .WithWorkingDirectory(outside ? "/" : request.WorkingDirectory)
                .WithEnvironmentVariables(CleanEnvironment(request))
                .WithStandardInputPipe(PipeSource.FromBytes(request.StandardInput))
                .WithStandardOutputPipe(request.Line is { } line ? PipeTarget.ToDelegate(line) : output)
                .WithStandardErrorPipe(error)
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(forceful.Token, graceful.Token);
            return new ProcessOutcome(result.ExitCode, output.ToString(), error.ToString());
        }
        catch (OperationCanceledException)
        {
            if (outside)
            {
                await StopAsync(unit);
            }

            cancellation.ThrowIfCancellationRequested();
            throw new TaskException(
                "program-too-slow",
                $"Cannot wait longer for {request.Program}: it did not end within {request.Timeout.TotalSeconds:0} s.");
        }
        catch (Win32Exception exception)
        {
            throw new TaskException(
                "program-missing", $"Cannot start {program}: {exception.Message}. Install its package.", exception);
        }
    }

    /// <summary>Ending systemd-run leaves its unit alive.</summary>
    private async Task StopAsync(string unit)
    {
        using var limit = new CancellationTokenSource(limits.Grace * 2, time);
        try
        {
            await CliWrap.Cli.Wrap("/usr/bin/systemctl").WithArguments(["stop", unit])
                .WithValidation(CommandResultValidation.None).ExecuteAsync(limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or Win32Exception)
        {
            log.Warning("Cannot stop {Unit}: {Reason}. It ends by its own time limit", unit, exception.Message);
        }
    }

    private static (string Program, IReadOnlyList<string> Arguments) Direct(ProcessRequest request) =>
        request.User is null
            ? (request.Program, request.Arguments)
            : ("/usr/bin/setpriv",
                [$"--reuid={request.User}", $"--regid={request.User}", "--init-groups", "--", request.Program, .. request.Arguments]);

    private static Dictionary<string, string?> CleanEnvironment(ProcessRequest request)
    {
        var variables = new Dictionary<string, string?>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = null;
        }

        variables["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        variables["LANG"] = "C.UTF-8";
        variables["HOME"] = request.User is null ? "/root" : "/";
        return variables;
    }
}
