using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Faults;

/// <summary>The faults that are set; each call takes the first one that fits it and whose turn it is.</summary>
internal sealed class FaultTable
{
    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public void Set(Fault fault) => _faults.Add(fault);

    public void Clear() => _faults.Clear();

    public Fault? Take(string operation, JsonObject body, IReadOnlyDictionary<string, string> path)
    {
        Fault? hit = null;
        foreach (Fault fault in _faults.Where(fault => fault.Fits(operation, body, path)))
        {
            if (fault.Skip > 0)
            {
                fault.Skip--;
            }
            else
            {
                hit ??= fault;
            }
        }

        if (hit is not null && --hit.Times == 0)
        {
            _faults.Remove(hit);
        }

        return hit;
    }
}
