using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Faults;

/// <summary>The API's calls in their order, the last ten thousand: what a client really asked for.</summary>
internal sealed class RequestLog
{
    private const int Most = 10_000;

    private readonly Queue<JsonObject> _calls = new();

    /// <summary>Writes a call down.</summary>
    /// <param name="operation">Name of the operation.</param>
    /// <param name="method">HTTP method.</param>
    public void Add(string operation, string method)
    {
        if (_calls.Count == Most)
        {
            _calls.Dequeue();
        }

        // A capacity report is a read in the shape of a create: nothing is kept.
        bool changes = method is not ("GET" or "HEAD") && operation != "CreateComputeCapacityReport";
        _calls.Enqueue(new JsonObject { ["operation"] = operation, ["method"] = method, ["changes"] = changes });
    }

    public JsonArray Tell() => new([.. _calls.Select(call => call.DeepClone())]);

    public void Clear() => _calls.Clear();
}
