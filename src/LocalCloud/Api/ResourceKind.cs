namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>What the resources of one kind have in common: the words of their lifecycle and the form of their
/// OCIDs.</summary>
internal sealed record ResourceKind
{
    /// <summary>Type in the OCID, such as "vcn"; also the resource's word in messages.</summary>
    public required string OcidType { get; init; }
    public string Creating { get; init; } = "CREATING";
    public string Ready { get; init; } = "ACTIVE";
    public string Updating { get; init; } = "UPDATING";
    public string Deleting { get; init; } = "DELETING";
    public string Deleted { get; init; } = "DELETED";

    /// <summary>State after a creation that failed.</summary>
    public string Failed { get; init; } = "FAILED";

    /// <summary>How long a deleted resource is still told by Get and List. Default one hour.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromHours(1);

    /// <summary>File storage writes the region with underscores.</summary>
    public bool HasUnderscoreRegion { get; init; }

    /// <summary>The OCID names no region.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>The API tells no lifecycleState.</summary>
    public bool HidesState { get; init; }

    /// <summary>Members that lists leave out.</summary>
    public IReadOnlyList<string> NotInLists { get; init; } = [];
}

/// <summary>The kinds of resources.</summary>
internal static class Kinds
{
    public static ResourceKind Vcn { get; } = Network("vcn");
    public static ResourceKind Subnet { get; } = Network("subnet");
    public static ResourceKind InternetGateway { get; } = Network("internetgateway");
    public static ResourceKind NatGateway { get; } = Network("natgateway");
    public static ResourceKind ServiceGateway { get; } = Network("servicegateway");
    public static ResourceKind RouteTable { get; } = Network("routetable");
    public static ResourceKind SecurityList { get; } = Network("securitylist");
    public static ResourceKind SecurityGroup { get; } = Network("networksecuritygroup");
    public static ResourceKind PrivateIp { get; } = Network("privateip") with { HidesState = true };
    public static ResourceKind PublicIp { get; } = Network("publicip");
    public static ResourceKind Vnic { get; } = Network("vnic");

    public static ResourceKind VnicAttachment { get; } = new()
    {
        OcidType = "vnicattachment", Creating = "ATTACHING", Ready = "ATTACHED", Deleting = "DETACHING",
        Deleted = "DETACHED", Failed = "DETACHED", Linger = TimeSpan.FromHours(12),
    };

    public static ResourceKind Instance { get; } = new()
    {
        OcidType = "instance", Creating = "PROVISIONING", Ready = "RUNNING", Deleting = "TERMINATING",
        Deleted = "TERMINATED", Failed = "TERMINATED", Linger = TimeSpan.FromHours(12),
    };

    public static ResourceKind FileSystem { get; } = new()
    {
        OcidType = "filesystem", HasUnderscoreRegion = true,
        NotInLists = ["cloneCount", "isTargetable", "filesystemSnapshotPolicyId"],
    };

    public static ResourceKind MountTarget { get; } = new()
    {
        OcidType = "mounttarget", HasUnderscoreRegion = true,
        NotInLists = ["lifecycleDetails", "idmapType"],
    };

    public static ResourceKind ExportSet { get; } = new()
    {
        OcidType = "exportset", HasUnderscoreRegion = true, NotInLists = ["maxFsStatBytes", "maxFsStatFiles"],
    };

    public static ResourceKind Export { get; } = new()
    {
        OcidType = "export", HasUnderscoreRegion = true, NotInLists = ["exportOptions"], Failed = "DELETED",
    };

    public static ResourceKind DbSystem { get; } = new()
    {
        OcidType = "mysqldbsystem",
        NotInLists = ["subnetId", "nsgIds", "source", "configurationId", "dataStorageSizeInGBs", "dataStorage",
            "hostnameLabel", "ipAddress", "port", "portX", "channels", "lifecycleDetails", "maintenance",
            "secureConnections", "customerContacts"],
    };

    public static ResourceKind Replica { get; } = new()
    {
        OcidType = "mysqlreplica", NotInLists = ["secureConnections"],
    };

    public static ResourceKind HeatWaveCluster { get; } = new() { OcidType = "mysqlheatwavecluster" };

    public static ResourceKind Backup { get; } = new()
    {
        OcidType = "mysqlbackup", NotInLists = ["backupValidationDetails", "dbSystemSnapshot", "timeUpdated"],
    };

    public static ResourceKind Snapshot { get; } = new() { OcidType = "snapshot", HasUnderscoreRegion = true };

    public static ResourceKind ConsoleHistory { get; } = new()
    {
        OcidType = "instanceconsolehistory", Creating = "REQUESTED", Ready = "SUCCEEDED",
    };

    public static ResourceKind DynamicGroup { get; } = Global("dynamicgroup");
    public static ResourceKind Policy { get; } = Global("policy");

    public static ResourceKind LoadBalancer { get; } = new() { OcidType = "networkloadbalancer" };

    private static ResourceKind Global(string type) => new()
    {
        OcidType = type, IsGlobal = true, Linger = TimeSpan.FromMinutes(1),
    };

    private static ResourceKind Network(string type) => new()
    {
        OcidType = type, Creating = "PROVISIONING", Ready = "AVAILABLE", Deleting = "TERMINATING",
        Deleted = "TERMINATED", Failed = "TERMINATED", Linger = TimeSpan.FromMinutes(1),
    };
}
