using MoodleNodeAgent.Agent.Executor.Tasks;

namespace MoodleNodeAgent.Agent.Fakes;

/// <summary>Tells whether the run would go on after a reboot.</summary>
internal sealed class RecordingSuspension : IRunSuspension
{
    public bool Suspended { get; private set; }

    public void Suspend() => Suspended = true;

    public void Withdraw() => Suspended = false;
}
