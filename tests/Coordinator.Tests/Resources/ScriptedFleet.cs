using System.Collections.Concurrent;
using Google.Protobuf;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

/// <summary>Agents that remember what was applied: a check finds changed what is not as applied.</summary>
internal sealed class ScriptedFleet : IFleet, IBootstrap
{
    private readonly ConcurrentDictionary<string, bool> connected = new();
    private readonly ConcurrentDictionary<(string Node, string Task), string> applied = new();
    private readonly ConcurrentDictionary<string, RunResult> journal = new();

    public ConcurrentQueue<(string Node, RunRequest Request)> Runs { get; } = new();

    /// <summary>Task that fails when it is applied.</summary>
    public string? FailingTask { get; set; }

    /// <summary>Node, task and a word of its file, of which all fit where it fails when it is applied.</summary>
    public (string Node, string Task, string Word)? FailsOn { get; set; }

    /// <summary>What tasks print, by their ids.</summary>
    public ConcurrentDictionary<string, string> Outputs { get; } = new();

    public string RootCertificatePem => "-----BEGIN CERTIFICATE-----\nroot\n-----END CERTIFICATE-----\n";

    public IEnumerable<(string Node, RunRequest Request)> Applied =>
        Runs.Where(run => run.Request.Mode == RunMode.Apply);

    public string ReleaseKey => "-----BEGIN PGP PUBLIC KEY BLOCK-----\n";

    public AgentPackage PackageFor(string architecture) => architecture == "x86_64"
        ? new AgentPackage("moodle-node-agent-0.1.0-1.x86_64.rpm")
        : throw new FileNotFoundException("no package for " + architecture);

    public Task<string> IssueJoinTokenAsync(string node, CancellationToken cancellation) =>
        Task.FromResult("token-of-" + node);

    public Task RemoveAsync(string node, CancellationToken cancellation)
    {
        connected.TryRemove(node, out _);
        return Task.CompletedTask;
    }

    public Task WaitForSessionAsync(string node, TimeSpan timeout, CancellationToken cancellation)
    {
        connected[node] = true;
        return Task.CompletedTask;
    }

    public bool IsConnected(string node) => connected.ContainsKey(node);

    public Task<RunResult> RunAsync(
        string node, RunRequest request, IProgress<TaskEvent>? progress, CancellationToken cancellation)
    {
        Runs.Enqueue((node, request));
        return Task.FromResult(request.Mode == RunMode.Check
            ? Run(node, request, progress)
            : journal.GetOrAdd(request.RunId, _ => Run(node, request, progress)));
    }

    private RunResult Run(string node, RunRequest request, IProgress<TaskEvent>? progress)
    {
        var result = new RunResult { RunId = request.RunId, Status = RunStatus.Succeeded };
        foreach (var task in request.Spec.Tasks)
        {
            var outcome = new TaskResult { TaskId = task.Id, Output = Outputs.GetValueOrDefault(task.Id, "") };
            var wanted = Convert.ToBase64String(task.ToByteArray());
            var isRight = applied.TryGetValue((node, task.Id), out var now) && now == wanted;
            outcome.Status = isRight ? TaskStatus.Ok : TaskStatus.Changed;
            if (request.Mode == RunMode.Apply && (task.Id == FailingTask || (FailsOn is { } fault && fault.Node == node
                && fault.Task == task.Id && task.File.Content.ToStringUtf8().Contains(fault.Word, StringComparison.Ordinal))))
            {
                outcome.Status = TaskStatus.Failed;
                outcome.Error = "Scripted failure.";
                result.Status = RunStatus.Failed;
            }
            else if (request.Mode == RunMode.Apply)
            {
                applied[(node, task.Id)] = wanted;
            }

            result.Results.Add(outcome);
            progress?.Report(new TaskEvent { RunId = request.RunId, TaskId = task.Id, Result = outcome });
            if (result.Status == RunStatus.Failed)
            {
                break;
            }
        }

        return result;
    }
}
