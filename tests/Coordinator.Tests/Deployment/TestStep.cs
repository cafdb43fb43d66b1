using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Tests.Deployment;

/// <summary>A step whose act is what the test says.</summary>
internal sealed class TestStep : Step
{
    public TestStep(string id, params TestStep[] needs)
        : base(id)
    {
        Value = Produces<string>("value");
        foreach (var need in needs)
        {
            Uses(need.Value);
        }
    }

    public Output<string> Value { get; }

    public Func<Task> Work { get; set; } = () => Task.CompletedTask;

    public string? Key { get; set; }

    public override string? SerialKey => Key;

    public override TimeSpan Expected => TimeSpan.FromSeconds(1);

    internal override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Observation.Missing);

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        Assert.Equal(StepAction.Create, observation.Action);
        await Work();
        Value.Set(Id);
    }
}
