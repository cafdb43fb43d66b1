namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>One step of a resource's lifecycle.</summary>
internal sealed record Change
{
    public required Resource Resource { get; init; }

    /// <summary>State while it is under way.</summary>
    public required string During { get; init; }

    /// <summary>State after it.</summary>
    public required string After { get; init; }

    /// <summary>Least time; the work in the data plane may take longer.</summary>
    public required TimeSpan Takes { get; init; }

    /// <summary>Work in the data plane; null: none.</summary>
    public Func<CancellationToken, Task>? Work { get; init; }

    /// <summary>The resource whose earlier work has to be done first. Default: the resource itself.</summary>
    public Resource? Queue { get; init; }

    /// <summary>Fills the document when the work has succeeded, just before the state changes.</summary>
    public Action? Then { get; init; }

    /// <summary>Frees what the resource held, once it is gone.</summary>
    public Action? Released { get; init; }

    /// <summary>State after a failure. Default: the kind's failed state.</summary>
    public string? IfFailed { get; init; }

    public WorkRequest? Request { get; init; }

    /// <summary>The change that makes a resource ready.</summary>
    public static Change Create(Resource resource, TimeSpan takes) => new()
    {
        Resource = resource, During = resource.Kind.Creating, After = resource.Kind.Ready, Takes = takes,
    };

    /// <summary>The change that ends a resource.</summary>
    public static Change Delete(Resource resource, TimeSpan takes) => new()
    {
        Resource = resource, During = resource.Kind.Deleting, After = resource.Kind.Deleted, Takes = takes,
    };

    /// <summary>A change of a resource that is ready; a failure leaves it so.</summary>
    public static Change Update(Resource resource, TimeSpan takes) => new()
    {
        Resource = resource, During = resource.Kind.Updating, After = resource.Kind.Ready, Takes = takes,
        IfFailed = resource.Kind.Ready,
    };
}
