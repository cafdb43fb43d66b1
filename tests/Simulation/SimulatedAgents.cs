using Google.Protobuf;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Simulation;

/// <summary>Agents on the cloud's instances. They outlive the coordinator: a run that was begun ends, a run id that was
/// seen is answered from the journal, a lower epoch than one seen is refused.</summary>
internal sealed class SimulatedAgents(Cloud cloud, TimeProvider time) : IFleet, IBootstrap
{
    private static readonly TimeSpan Boot = TimeSpan.FromSeconds(85);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<string> removed = [];
    private readonly Dictionary<(string Instance, string Run), (DateTimeOffset End, RunResult Result)> journal = [];
    private readonly Dictionary<(string Instance, string Task), string> applied = [];
    private readonly Dictionary<string, ulong> epochs = [];

    /// <summary>Runs that an agent carried out although it had carried out the same id before. Stays 0.</summary>
    public int RunsTwice { get; private set; }

    /// <summary>Runs that were to change something.</summary>
    public int Applied => journal.Count;

    public string RootCertificatePem => "-----BEGIN CERTIFICATE-----\nroot\n-----END CERTIFICATE-----\n";

    public string ReleaseKey => "-----BEGIN PGP PUBLIC KEY BLOCK-----\nkey\n-----END PGP PUBLIC KEY BLOCK-----\n";

    public AgentPackage PackageFor(string architecture) => architecture == "aarch64"
        ? new AgentPackage("moodle-node-agent-0.1.0-1.aarch64.rpm")
        : throw new FileNotFoundException("no package for " + architecture);

    public Task<string> IssueJoinTokenAsync(string node, CancellationToken cancellation) => Task.FromResult("token");

    public Task RemoveAsync(string node, CancellationToken cancellation)
    {
        if (InstanceOf(node) is { } instance)
        {
            removed.Add(instance.Id);
        }

        return Task.CompletedTask;
    }

    public bool IsConnected(string node) => InstanceOf(node) is { State: "RUNNING" } instance
        && !removed.Contains(instance.Id) && time.GetUtcNow() >= instance.TimeCreated + Boot;

    public async Task WaitForSessionAsync(string node, TimeSpan timeout, CancellationToken cancellation)
    {
        var end = time.GetUtcNow() + timeout;
        while (!IsConnected(node))
        {
            if (time.GetUtcNow() > end)
            {
                throw new TimeoutException($"Node {node} did not dial in within {timeout}.");
            }

            await Task.Delay(Look, time, cancellation);
        }
    }

    public async Task<RunResult> RunAsync(
        string node, RunRequest request, IProgress<TaskEvent>? progress, CancellationToken cancellation)
    {
        await WaitForSessionAsync(node, request.Timeout.ToTimeSpan(), cancellation);
        var instance = InstanceOf(node)!.Id;
        if (request.Epoch < epochs.GetValueOrDefault(instance))
        {
            return new RunResult
            {
                RunId = request.RunId,
                Status = RunStatus.Refused,
                Error = $"epoch {request.Epoch} is lower than {epochs[instance]}",
            };
        }

        epochs[instance] = request.Epoch;
        if (request.Mode == RunMode.Check)
        {
            await Task.Delay(Check, time, cancellation);
            return Execute(instance, request);
        }

        // What was begun ends, whether or not the coordinator lives to hear of it.
        if (!journal.TryGetValue((instance, request.RunId), out var run))
        {
            run = (time.GetUtcNow() + TimeSpan.FromSeconds(5 + (5 * request.Spec.Tasks.Count)), Execute(instance, request));
            RunsTwice += journal.TryAdd((instance, request.RunId), run) ? 0 : 1;
        }

        if (run.End > time.GetUtcNow())
        {
            await Task.Delay(run.End - time.GetUtcNow(), time, cancellation);
        }

        return run.Result;
    }

    private RunResult Execute(string instance, RunRequest request)
    {
        var result = new RunResult { RunId = request.RunId, Status = RunStatus.Succeeded };
        foreach (var task in request.Spec.Tasks)
        {
            var wanted = Convert.ToBase64String(task.ToByteArray());
            var isRight = applied.TryGetValue((instance, task.Id), out var now) && now == wanted;
            result.Results.Add(new TaskResult
            {
                TaskId = task.Id,
                Status = isRight ? TaskStatus.Ok : TaskStatus.Changed,
            });
            if (request.Mode == RunMode.Apply)
            {
                applied[(instance, task.Id)] = wanted;
            }
        }

        return result;
    }

    private Resource? InstanceOf(string node) => cloud.Live(Kinds.Instance).LastOrDefault(instance =>
        instance.Document["freeformTags"]?["mna-step"]?.GetValue<string>() == $"node/{node}/instance");
}
