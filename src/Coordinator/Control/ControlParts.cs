using MoodleNodeAgent.Coordinator.Recovery;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>What a coordinator that launches the site's control host works with. It makes the network that the host
/// stands in and the host, hands the site over to it, and does nothing else.</summary>
internal sealed record ControlParts
{
    /// <summary>Documents of this coordinator.</summary>
    public required IDocumentStore Documents { get; init; }

    /// <summary>Folder of the RPMs of coordinator and agent, as packaging/build.sh leaves it; null: none.</summary>
    public required string? PackagesFolder { get; init; }

    /// <summary>Public key of the first admin, PEM.</summary>
    public required string FirstAdminPem { get; init; }

    /// <summary>One address for all OCI services, as the control host is told; null: the region's own.</summary>
    public required Uri? Endpoint { get; init; }

    /// <summary>Who this is, for whoever comes second; such as "alice at laptop-7".</summary>
    public required string Owner { get; init; }

    /// <summary>Clock of links and claims.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The site of this name with its passwords, as the control host is given it.</summary>
    public required Func<string, RecoveryContent> Export { get; init; }

    /// <summary>How the control host is reached and given the site.</summary>
    public required IHandover Handover { get; init; }
}

/// <summary>Paths of the steps about the control host.</summary>
internal static class ControlSteps
{
    /// <summary>How all of them begin.</summary>
    public const string Prefix = "control/";

    public const string Bucket = "control/bucket";
    public const string Claim = "control/claim";
    public const string Packages = "control/packages";
    public const string Host = "control/host";
    public const string DynamicGroup = "control/dynamic-group";
    public const string Policy = "control/policy";
    public const string Handover = "control/handover";
}
