namespace MoodleNodeAgent.Oci;

/// <summary>Words that OCI uses for the state of a resource; each kind of resource has its own subset.</summary>
public static class LifecycleState
{
    /// <summary>Being made: network objects, instances, images.</summary>
    public const string Provisioning = "PROVISIONING";

    /// <summary>Ready: network objects, images.</summary>
    public const string Available = "AVAILABLE";

    /// <summary>Being removed: network objects, instances.</summary>
    public const string Terminating = "TERMINATING";

    /// <summary>Removed, still listed for a while: network objects, instances.</summary>
    public const string Terminated = "TERMINATED";

    /// <summary>Being made: file storage, MySQL, balancers.</summary>
    public const string Creating = "CREATING";

    /// <summary>Ready: file storage, MySQL, balancers, compartments.</summary>
    public const string Active = "ACTIVE";

    /// <summary>Stopped: MySQL.</summary>
    public const string Inactive = "INACTIVE";

    /// <summary>Being changed; other changes are refused meanwhile.</summary>
    public const string Updating = "UPDATING";

    /// <summary>Being removed: file storage, MySQL, balancers.</summary>
    public const string Deleting = "DELETING";

    /// <summary>Removed: file storage, MySQL, balancers.</summary>
    public const string Deleted = "DELETED";

    /// <summary>Could not be made or changed; it has to be removed.</summary>
    public const string Failed = "FAILED";

    /// <summary>A read replica that has to be deleted and made anew.</summary>
    public const string NeedsAttention = "NEEDS_ATTENTION";

    /// <summary>An instance that runs.</summary>
    public const string Running = "RUNNING";

    /// <summary>An instance that boots.</summary>
    public const string Starting = "STARTING";

    /// <summary>An instance that shuts down.</summary>
    public const string Stopping = "STOPPING";

    /// <summary>An instance that is off.</summary>
    public const string Stopped = "STOPPED";

    /// <summary>A VNIC on its way to its instance.</summary>
    public const string Attaching = "ATTACHING";

    /// <summary>A VNIC at its instance.</summary>
    public const string Attached = "ATTACHED";

    /// <summary>A VNIC that left its instance.</summary>
    public const string Detached = "DETACHED";

    /// <summary>A public address that is in use.</summary>
    public const string Assigned = "ASSIGNED";
}
