namespace MoodleNodeAgent.Oci;

/// <summary>The services that have a host of their own, or share one.</summary>
public enum OciService
{
    /// <summary>Tenancy, compartments, availability domains; changes go to the home region.</summary>
    Identity,

    /// <summary>Networks; shares its host with compute.</summary>
    VirtualNetwork,

    /// <summary>Instances and their work requests.</summary>
    Compute,

    /// <summary>NFS file systems.</summary>
    FileStorage,

    /// <summary>MySQL HeatWave.</summary>
    MySql,

    /// <summary>Network load balancers.</summary>
    NetworkLoadBalancer,

    /// <summary>Service limits.</summary>
    Limits,

    /// <summary>Buckets and objects.</summary>
    ObjectStorage,

    /// <summary>Tokens for instances.</summary>
    Auth,
}
