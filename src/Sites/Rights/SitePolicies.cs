namespace MoodleNodeAgent.Sites.Rights;

/// <summary>The policies that a site needs, as text for the tenancy's administrator.</summary>
public static class SitePolicies
{
    // What one apply makes, keeps and asks about.
    private static readonly string[] InCompartment =
    [
        "manage virtual-network-family",
        "manage instance-family",
        "manage file-family",
        "manage mysql-family",
        "manage network-load-balancers",
        "manage object-family",
    ];

    // The balancer in front of the read replicas is made by the MySQL service with the caller's rights on the subnet.
    private const string ReplicaBalancer =
        "{VNIC_CREATE, VNIC_DELETE, VNIC_UPDATE, SUBNET_ATTACH, SUBNET_DETACH, NETWORK_SECURITY_GROUP_UPDATE_MEMBERS, "
        + "VNIC_ASSOCIATE_NETWORK_SECURITY_GROUP}";

    private static readonly string[] InTenancy =
    [
        "inspect compartments",
        "inspect tenancies",
        "read limits",
        "inspect resource-availability",
        "manage compute-capacity-reports",
    ];

    /// <summary>Sentences for whoever runs moodlectl.</summary>
    /// <param name="compartment">OCID of the site's compartment.</param>
    /// <param name="group">Group of the operators, such as "moodle-operators".</param>
    /// <param name="replicas">Read replicas of the site; 0: none, and no balancer in front of them.</param>
    public static IReadOnlyList<string> ForOperators(string compartment, string group, int replicas) =>
    [
        .. Sentences($"group {group}", compartment, replicas),
        $"Allow group {group} to manage policies in {Place(compartment)}",
        $"Allow group {group} to manage dynamic-groups in tenancy",
        .. InTenancy.Select(right => $"Allow group {group} to {right} in tenancy"),
    ];

    /// <summary>Sentences for the control host's dynamic group.</summary>
    /// <param name="compartment">OCID of the site's compartment.</param>
    /// <param name="group">Name of the dynamic group.</param>
    /// <param name="replicas">Read replicas of the site; 0: none.</param>
    public static IReadOnlyList<string> ForControlHost(string compartment, string group, int replicas) =>
        [
            .. Sentences($"dynamic-group {group}", compartment, replicas),
            $"Allow dynamic-group {group} to inspect compartments in {Place(compartment)}",
        ];

    private static IEnumerable<string> Sentences(string subject, string compartment, int replicas)
    {
        var place = Place(compartment);
        var rights = InCompartment.Select(right => $"Allow {subject} to {right} in {place}");
        return replicas > 0 ? rights.Append($"Allow {subject} to {ReplicaBalancer} in {place}") : rights;
    }

    private static string Place(string compartment) =>
        compartment.StartsWith("ocid1.tenancy.", StringComparison.Ordinal)
            ? "tenancy"
            : $"compartment id {compartment}";
}
