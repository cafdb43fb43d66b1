using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Simulation;

/// <summary>What an operator wants of a site, and what an undisturbed run towards it leaves in the cloud.</summary>
internal sealed class Goal
{
    private readonly Lazy<Census> wanted;

    private Goal(string name, int nodes, int replicas, int heatWave, bool? destroysData)
    {
        Name = name;
        Nodes = nodes;
        Replicas = replicas;
        HeatWave = heatWave;
        DestroysData = destroysData;
        wanted = new Lazy<Census>(Undisturbed);
    }

    public string Name { get; }

    public int Nodes { get; }

    public int Replicas { get; }

    /// <summary>Nodes of the HeatWave cluster.</summary>
    public int HeatWave { get; }

    /// <summary>Null: the site is to be there.</summary>
    public bool? DestroysData { get; }

    public Census Wanted => wanted.Value;

    public static Goal Site(int nodes, int replicas, int heatWave = 0) => new(
        $"{nodes} nodes, {replicas} replicas and {heatWave} HeatWave nodes", nodes, replicas, heatWave, null);

    public static Goal Destroyed(bool withData) =>
        new(withData ? "destroyed" : "destroyed but for the data", 1, 0, 0, withData);

    /// <summary>Asks for it once.</summary>
    /// <returns>Null: the process died.</returns>
    public ApplyEnded? Pursue(World world, int dieAt = 0) => DestroysData is { } withData
        ? world.Destroy(withData, dieAt)
        : world.Apply(World.Site(Nodes, Replicas, HeatWave), dieAt);

    /// <summary>Whether there is nothing left to do; null: so it is.</summary>
    public string? Remaining(World world)
    {
        if (DestroysData is not null)
        {
            return Pursue(world) is { Succeeded: true, Changed: false } ? null : "a second destroy had something to do";
        }

        var changes = world.Plan(World.Site(Nodes, Replicas, HeatWave)).Steps.Where(step => step.Action != StepAction.None).ToList();
        return changes.Count == 0 ? null : "the next plan: " + string.Join(", ", changes.Select(
            step => $"{step.Action} {step.Step} {string.Join(" ", step.Differences)}"));
    }

    private Census Undisturbed()
    {
        var world = new World();
        try
        {
            var site = Site(2, 1, 1);
            if (DestroysData is not null && site.Pursue(world) is not { Succeeded: true })
            {
                throw new InvalidOperationException("An undisturbed apply fails.");
            }

            var ended = Pursue(world)!;
            return ended.Succeeded ? Census.Of(world) : throw new InvalidOperationException(
                $"An undisturbed run towards {Name} fails: {ended.Error}");
        }
        finally
        {
            world.Dispose();
        }
    }
}
