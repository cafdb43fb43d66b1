using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Executor.Journal;
using MoodleNodeAgent.Agent.Executor.Tasks;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>The agent's own lines of the host's journal, for whoever asks through the link: for a while, up to a size, a
/// few at a time.</summary>
internal sealed class HostLog(HostRoot root, IProcessRunner processes, Limits limits, Func<ExecutorMessage, Task> tell)
{
    private const int LongestMessage = 16 * 1024;
    private readonly ConcurrentDictionary<ulong, CancellationTokenSource> streams = new();

    /// <summary>Begins to answer; goes on until the end of the lines, a limit, or <see cref="Cancel"/>.</summary>
    public async Task AnswerAsync(LogRequest request, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (streams.Count >= limits.LogStreams || !streams.TryAdd(request.Request, ending))
        {
            await EndAsync(request, $"{limits.LogStreams} others read the journal of this node already. Try again later.");
            return;
        }

        var error = "";
        try
        {
            error = await ReadAsync(request, ending.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (TaskException exception)
        {
            error = exception.Code == "program-too-slow"
                ? $"This is all: a journal is followed for {limits.LogFollow.TotalMinutes:0} minutes."
                : exception.Message;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Nobody waits for this answer but who asked.
            error = $"Cannot read the journal: {exception.Message}";
        }
        finally
        {
            streams.TryRemove(request.Request, out _);
        }

        await EndAsync(request, error);
    }

    public void Cancel(ulong request)
    {
        if (streams.TryGetValue(request, out var ending))
        {
            ending.Cancel();
        }
    }

    /// <summary>The link has gone, and with it all who asked.</summary>
    public void CancelAll()
    {
        foreach (var request in streams.Keys)
        {
            Cancel(request);
        }
    }

    private async Task<string> ReadAsync(LogRequest request, CancellationToken cancellation)
    {
        if (request.RunId.Length > 0 && !RunJournal.IsRunId(request.RunId))
        {
            return $"\"{request.RunId}\" is not a run id.";
        }

        using var full = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        long size = 0;
        string? failure = null;
        try
        {
            var outcome = await processes.RunAsync(
                new ProcessRequest
                {
                    Program = "/usr/bin/journalctl",
                    Arguments = Arguments(request),
                    Timeout = limits.LogFollow,
                    Line = async (line, _) =>
                    {
                        size += line.Length;
                        if (size > limits.LogSize)
                        {
                            await full.CancelAsync();
                            return;
                        }

                        try
                        {
                            if (Entry(line) is { } entry)
                            {
                                await tell(new ExecutorMessage
                                {
                                    LogLines = new LogLines { Request = request.Request, Entries = { entry } },
                                });
                            }
                        }
                        catch (Exception exception)
                        {
                            // The program knows nothing of it and would go on for as long as it may.
                            failure = $"Cannot read the journal: {exception.Message}";
                            await full.CancelAsync();
                        }
                    },
                },
                full.Token);
            // 1: there are no such lines.
            return outcome.ExitCode is 0 or 1 ? "" : $"journalctl ended with {outcome.ExitCode}: {outcome.Tail(limits.ErrorTail)}";
        }
        catch (OperationCanceledException) when (full.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return failure ?? $"This is all: at most {limits.LogSize >> 20} MiB are sent. Ask for fewer lines, or for one run.";
        }
    }

    private List<string> Arguments(LogRequest request)
    {
        var lines = request.Lines == 0 ? (request.RunId.Length > 0 ? limits.LogLines : 200) : Math.Min(request.Lines, limits.LogLines);
        List<string> arguments =
        [
            "--output=json", "--no-pager", "--quiet", $"--lines={lines.ToString(CultureInfo.InvariantCulture)}",
            "--output-fields=MESSAGE,PRIORITY,MNA_RUN_ID,MNA_TASK,_SYSTEMD_UNIT", "SYSLOG_IDENTIFIER=moodle-node-agent",
        ];
        if (request.RunId.Length > 0)
        {
            arguments.Add($"MNA_RUN_ID={request.RunId}");
        }

        if (request.Follow)
        {
            // It implies the present boot, which a unit whose kernel settings are protected may not know in a container.
            arguments.InsertRange(0, ["--follow", $"--boot={RebootConverger.BootId(root).Replace("-", "", StringComparison.Ordinal)}"]);
        }

        return arguments;
    }

    /// <summary>{"__REALTIME_TIMESTAMP":"1732330000000000","MESSAGE":"Run begun","PRIORITY":"6"}; a message that is no
    /// text is a list of its bytes. Null: not such a line.</summary>
    private static LogEntry? Entry(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var micros = long.Parse(Text(json.RootElement, "__REALTIME_TIMESTAMP"), CultureInfo.InvariantCulture);
            var message = Text(json.RootElement, "MESSAGE");
            return new LogEntry
            {
                Time = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddMicroseconds(micros)),
                Priority = uint.TryParse(Text(json.RootElement, "PRIORITY"), out var priority) ? priority : 6,
                Message = message.Length <= LongestMessage ? message : message[..LongestMessage] + "...",
                RunId = Text(json.RootElement, "MNA_RUN_ID"),
                Task = Text(json.RootElement, "MNA_TASK"),
                Unit = Text(json.RootElement, "_SYSTEMD_UNIT"),
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private static string Text(JsonElement entry, string name)
    {
        if (!entry.TryGetProperty(name, out var value))
        {
            return "";
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Array when value.EnumerateArray().All(part => part.ValueKind == JsonValueKind.Number) =>
                Encoding.UTF8.GetString([.. value.EnumerateArray().Select(part => (byte)(part.TryGetInt32(out var number) ? number : 63))]),
            _ => "",
        };
    }

    private Task EndAsync(LogRequest request, string error) => tell(new ExecutorMessage
    {
        LogLines = new LogLines { Request = request.Request, End = true, Error = error },
    });
}
