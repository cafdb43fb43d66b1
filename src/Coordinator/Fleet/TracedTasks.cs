using System.Diagnostics;
using MoodleNodeAgent.Coordinator.Telemetry;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Makes a span of each task as its result comes, and passes the event on.</summary>
internal sealed class TracedTasks(Activity? run, TimeProvider time, IProgress<TaskEvent>? next) : IProgress<TaskEvent>
{
    public void Report(TaskEvent value)
    {
        if (run is not null && value.Result is { } result)
        {
            DateTimeOffset end = time.GetUtcNow();
            using Activity? span = Traces.Source.StartActivity(
                value.TaskId, ActivityKind.Internal, run.Context,
                startTime: end - TimeSpan.FromMilliseconds(result.DurationMilliseconds));
            span?.SetTag("mna.status", result.Status.ToString().ToLowerInvariant());
            if (result.Status == TaskStatus.Failed)
            {
                span.Fail(result.Error);
            }
        }

        next?.Report(value);
    }
}
