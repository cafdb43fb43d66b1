using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;
using MoodleNodeAgent.Agent.Executor.Drift;
using MoodleNodeAgent.Agent.Executor.Journal;
using MoodleNodeAgent.Agent.Logging;
using MoodleNodeAgent.Agent.Upgrade;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>Listens on the Unix socket for the link and runs what it forwards.</summary>
internal sealed class ExecutorService(
    RunEngine engine, RunJournal journal, KeptParts kept, DriftWatch drift, HostLog hostLog, ExecutorConnection connection,
    PeerCheck peers, ReadPoolFile readPool, UpgradeFolder upgrade, TrustedRootsFile roots, Limits limits, ILogger log)
{
    private readonly Channel<RunRequest> waiting = Channel.CreateBounded<RunRequest>(limits.WaitingRuns);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> runs = new(StringComparer.Ordinal);

    /// <summary>Called once the link can connect.</summary>
    public Action Listening { get; init; } = () => { };

    /// <summary>Serves until cancelled.</summary>
    public async Task RunAsync(string socketPath, CancellationToken stopping)
    {
        foreach (var (runId, reason) in upgrade.TakeFailures().Where(failure => journal.Fail(failure.RunId, failure.Reason)))
        {
            log.ForRun(runId).ForEvent(LogEvents.UpgradeFailed).Warning("Agent upgrade went back: {Reason:l}", reason);
        }

        var suspended = engine.TakeSuspended();
        foreach (var runId in journal.CloseUnfinished([.. suspended.Select(request => request.RunId)]))
        {
            log.ForRun(runId).ForEvent(LogEvents.RunInterrupted).Warning("Run was interrupted: the executor ended in its middle");
        }

        foreach (var request in suspended.Where(request => runs.TryAdd(request.RunId, new CancellationTokenSource())))
        {
            log.ForRun(request.RunId).ForEvent(LogEvents.RunContinued).Information("Run goes on");
            await waiting.Writer.WriteAsync(request, stopping);
        }

        File.Delete(socketPath);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        peers.Protect(socketPath);
        listener.Listen();
        log.Information("Listening on {Socket}", socketPath);
        Listening();

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var work = Task.WhenAll(WorkAsync(ending.Token), drift.RunAsync(ending.Token));
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var socket = await listener.AcceptAsync(stopping);
                if (peers.Allows(socket))
                {
                    var stream = new MessageStream(new NetworkStream(socket, ownsSocket: true), limits.Message);
                    _ = ServeAsync(stream, stopping);
                }
                else
                {
                    socket.Dispose();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The unit is stopped.
        }
        finally
        {
            await ending.CancelAsync();
            await work;
            File.Delete(socketPath);
        }
    }

    private async Task ServeAsync(MessageStream stream, CancellationToken stopping)
    {
        await using var owned = stream;
        connection.Attach(stream);
        try
        {
            while (await stream.ReadAsync(LinkMessage.Parser, stopping) is { } message)
            {
                await HandleAsync(message, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The unit is stopped.
        }
        catch (Exception exception)
        {
            log.Warning("The link's connection ended: {Reason}", exception.Message);
        }
        finally
        {
            connection.Detach(stream);
            hostLog.CancelAll();
        }
    }

    private async Task HandleAsync(LinkMessage message, CancellationToken stopping)
    {
        switch (message.MessageCase)
        {
            case LinkMessage.MessageOneofCase.Run:
                await AcceptAsync(message.Run, stopping);
                break;
            case LinkMessage.MessageOneofCase.Cancel when runs.TryGetValue(message.Cancel.RunId, out var run):
                await run.CancelAsync();
                break;
            case LinkMessage.MessageOneofCase.Acknowledged:
                journal.Acknowledge(message.Acknowledged.RunId);
                // The coordinator has heard of the run from this version: link, executor and the way between work.
                if (journal.Find(message.Acknowledged.RunId) is { Result.Status: RunStatus.Succeeded })
                {
                    upgrade.Confirm(message.Acknowledged.RunId);
                }

                break;
            case LinkMessage.MessageOneofCase.Resend:
                foreach (var result in journal.Unacknowledged())
                {
                    await TellAsync(result, stopping);
                }

                if (drift.Last is { } report)
                {
                    await connection.TellAsync(new ExecutorMessage { DriftReport = report }, stopping);
                }

                break;
            case LinkMessage.MessageOneofCase.Logs:
                _ = hostLog.AnswerAsync(message.Logs, stopping);
                break;
            case LinkMessage.MessageOneofCase.DriftOrders:
                kept.Repair = message.DriftOrders.Repair;
                break;
            case LinkMessage.MessageOneofCase.Trust:
                roots.Take(message.Trust);
                break;
            case LinkMessage.MessageOneofCase.CancelLogs:
                hostLog.Cancel(message.CancelLogs.Request);
                break;
            case LinkMessage.MessageOneofCase.Artifact:
                await connection.ReceiveAsync(message.Artifact, stopping);
                break;
            case LinkMessage.MessageOneofCase.ReadPool:
                readPool.Write(message.ReadPool);
                break;
        }
    }

    private async Task AcceptAsync(RunRequest request, CancellationToken stopping)
    {
        var run = new CancellationTokenSource();
        if (!runs.TryAdd(request.RunId, run))
        {
            return;
        }

        if (engine.AnswerWithoutRunning(request) is { } answer)
        {
            if (answer.Status == RunStatus.Refused)
            {
                log.ForRun(request.RunId).ForEvent(LogEvents.RunRefused).Warning("Run refused: {Reason}", answer.Error);
            }

            runs.TryRemove(request.RunId, out _);
            await TellAsync(answer, stopping);
            return;
        }

        if (!waiting.Writer.TryWrite(request))
        {
            runs.TryRemove(request.RunId, out _);
            var busy = $"Cannot run {request.RunId}: {limits.WaitingRuns} runs wait on this node already.";
            await TellAsync(
                new RunResult { RunId = request.RunId, Status = RunStatus.Refused, Error = busy }, stopping);
        }
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var request in waiting.Reader.ReadAllAsync(stopping))
            {
                var result = await RunOneAsync(request, stopping);
                runs.TryRemove(request.RunId, out _);
                await TellAsync(result, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The unit is stopped.
        }
    }

    private async Task<RunResult> RunOneAsync(RunRequest request, CancellationToken stopping)
    {
        try
        {
            return await engine.RunAsync(
                request,
                taskEvent => connection.TellAsync(new ExecutorMessage { TaskEvent = taskEvent }, stopping),
                runs[request.RunId].Token,
                stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Such as a full disk under the journal. The executor lives on for the next run.
            log.ForRun(request.RunId).Error("Run failed: {Reason}", exception.Message);
            return new RunResult { RunId = request.RunId, Status = RunStatus.Failed, Error = exception.Message };
        }
    }

    private Task TellAsync(RunResult result, CancellationToken cancellation) =>
        connection.TellAsync(new ExecutorMessage { RunResult = result }, cancellation);
}
