using System.Diagnostics;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Telemetry;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>The fleet over its agents' own streams.</summary>
internal sealed class AgentFleet(
    Sessions sessions,
    Runs runs,
    JoinTokens tokens,
    InstanceJoins joins,
    DriftReports drift,
    Revocations revocations,
    FleetLimits limits,
    TimeProvider time,
    Metrics metrics,
    IHostApplicationLifetime lifetime,
    ILogger<AgentFleet> log) : IFleet
{
    /// <inheritdoc />
    public Task<string> IssueJoinTokenAsync(string node, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return NodeNames.IsValid(node)
            ? Task.FromResult(tokens.Issue(node))
            : throw new ArgumentException($"\"{node}\" is not a host name label.", nameof(node));
    }

    /// <inheritdoc />
    public Task RemoveAsync(string node, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        tokens.Remove(node);
        joins.Remove(node);
        drift.Remove(node);
        revocations.RevokeNode(node);
        sessions.Find(node)?.Close("the node was removed");
        FleetLog.Removed(log, node);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task WaitForSessionAsync(string node, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            await sessions.WaitAsync(node, timeout, cancellation);
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException(
                $"Node {node} did not dial in within {timeout}: its first boot failed, or it does not reach the "
                + "coordinator. Look at /var/log/cloud-init-output.log and at "
                + "\"journalctl -u moodle-node-agent-link\" on the node.",
                failure);
        }
    }

    /// <inheritdoc />
    public bool IsConnected(string node) => sessions.Find(node) is not null;

    /// <inheritdoc />
    public DriftReport? DriftOf(string node) => drift.Find(node);

    /// <inheritdoc />
    public async Task<RunResult> RunAsync(
        string node, RunRequest request, IProgress<TaskEvent>? progress, CancellationToken cancellation)
    {
        using Activity? span = Traces.Source.StartActivity("run");
        span?.SetTag("mna.node", node).SetTag("mna.run_id", request.RunId);
        var run = new PendingRun(node, request, new TracedTasks(span, time, progress));
        runs.Add(run);
        try
        {
            // A session that opens after this line finds the run among the pending ones and sends it itself.
            Send(run);
            TimeSpan bound = (request.Timeout?.ToTimeSpan() is { } own && own > TimeSpan.Zero ? own : limits.Run)
                + limits.RunGrace;
            RunResult result = await run.Result.WaitAsync(bound, time, cancellation);
            metrics.Ran(result.Status);
            if (result.Status != RunStatus.Succeeded)
            {
                span.Fail($"{result.Status} {result.Error}");
            }

            return result;
        }
        catch (TimeoutException failure)
        {
            await CancelAsync(run);
            throw new TimeoutException(
                $"Node {node} gave no result of run {request.RunId} in time; it is "
                + (IsConnected(node) ? "connected" : "not connected")
                + ". Look at \"journalctl -u moodle-node-agent-executor\" on the node, then apply again.",
                failure);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await CancelAsync(run);
            throw;
        }
        finally
        {
            runs.Remove(run);
        }
    }

    private void Send(PendingRun run)
    {
        if (sessions.Find(run.Node) is { } session && run.SendOn(session))
        {
            FleetLog.RunSent(log, run.Request.RunId, run.Node);
        }
    }

    private async Task CancelAsync(PendingRun run)
    {
        // A coordinator that merely stops leaves the run to its agent: it asks again by the same run id.
        if (!run.WasSent || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        run.Cancel();
        if (sessions.Find(run.Node) is { } session)
        {
            run.SendOn(session);
        }

        try
        {
            await run.Result.WaitAsync(limits.Cancellation, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // The agent is away; its result, when it comes, is acknowledged and dropped.
        }
    }
}
