using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Faults;

/// <summary>The faults that are set; each call takes the first one that fits it.</summary>
internal sealed class FaultTable
{
    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public void Set(Fault fault) => _faults.Add(fault);

    public void Clear() => _faults.Clear();

    public Fault? Take(string operation, JsonObject body)
    {
        Fault? fault = _faults.FirstOrDefault(fault => fault.Hits(operation, body));
        if (fault is not null && --fault.Times == 0)
        {
            _faults.Remove(fault);
        }

        return fault;
    }
}
