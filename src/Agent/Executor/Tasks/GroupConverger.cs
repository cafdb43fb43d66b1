using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A system group.</summary>
internal sealed class GroupConverger(GroupTask spec) : NodeTask<uint?>
{
    protected override Task<uint?> ObserveAsync(TaskContext context, CancellationToken cancellation) =>
        Task.FromResult(context.Accounts.GroupId(spec.Name));

    protected override IReadOnlyList<string> Compare(uint? state, TaskContext context) =>
        state is null ? [$"group {spec.Name}: absent -> present"] : [];

    protected override Task ConvergeAsync(uint? state, TaskContext context, CancellationToken cancellation) =>
        context.RequireAsync(
            new ProcessRequest
            {
                Program = "/usr/sbin/groupadd",
                Arguments = ["--system", spec.Name],
                OutsideSandbox = true,
                Timeout = context.Limits.Query,
            },
            "group-failed", $"make the group {spec.Name}", cancellation);
}
