using MoodleNodeAgent.Agent.Executor.Tasks;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>The kinds of tasks that this agent knows.</summary>
internal sealed class TaskCatalogue
{
    public NodeTask Create(TaskSpec spec) => spec.KindCase switch
    {
        TaskSpec.KindOneofCase.File => new FileConverger(spec.File),
        _ => throw new TaskException("kind-unknown", $"Cannot run task {spec.Id}: this agent does not know its kind."),
    };
}
