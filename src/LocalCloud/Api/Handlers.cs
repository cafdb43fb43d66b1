namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>What each operation does, by its name. An operation without a handler answers 501.</summary>
internal sealed class Handlers
{
    private readonly Dictionary<string, Func<ApiCall, ApiAnswer>> _handlers = [];

    public Func<ApiCall, ApiAnswer>? Find(string operation) => _handlers.GetValueOrDefault(operation);

    public void Add(string operation, Func<ApiCall, ApiAnswer> handler) => _handlers.Add(operation, handler);

    /// <summary>Get and List of a kind.</summary>
    public void AddReads(
        string get, string list, ResourceKind kind, IReadOnlyDictionary<string, string?>? aliases = null)
    {
        Add(get, call => ApiAnswer.Of(call.Target(kind)));
        Add(list, call => call.List(
            call.Cloud.Resources.Where(resource => resource.Kind == kind).Select(resource => resource.Document),
                aliases,
            kind.NotInLists));
    }
}
