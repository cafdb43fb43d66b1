namespace MoodleNodeAgent.LocalCloud.Api.Identity;

/// <summary>What policies allow an instance. The user of the configuration file is an administrator.</summary>
internal sealed class Permissions(Cloud cloud)
{
    // Collections of the paths → words of policies: the single one, then the families.
    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["availabilityDomains"] = ["compartments"],
        ["faultDomains"] = ["compartments"],
        ["shapes"] = ["instance-family", "mysql-family"],
        ["versions"] = ["mysql-versions", "mysql-family"],
        ["services"] = ["service-gateways", "virtual-network-family"],
        ["workRequests"] =
            ["instance-family", "virtual-network-family", "mysql-family", "network-load-balancers"],
        ["instances"] = ["instances", "instance-family"],
        ["vnicAttachments"] = ["vnic-attachments", "instance-family", "virtual-network-family"],
        ["images"] = ["instance-images", "instance-family"],
        ["instanceConsoleHistories"] = ["instance-console-history", "instance-family"],
        ["computeCapacityReports"] = ["compute-capacity-reports"],
        ["vcns"] = ["vcns", "virtual-network-family"],
        ["subnets"] = ["subnets", "virtual-network-family"],
        ["vnics"] = ["vnics", "virtual-network-family"],
        ["privateIps"] = ["private-ips", "virtual-network-family"],
        ["publicIps"] = ["public-ips", "virtual-network-family"],
        ["routeTables"] = ["route-tables", "virtual-network-family"],
        ["securityLists"] = ["security-lists", "virtual-network-family"],
        ["networkSecurityGroups"] = ["network-security-groups", "virtual-network-family"],
        ["internetGateways"] = ["internet-gateways", "virtual-network-family"],
        ["natGateways"] = ["nat-gateways", "virtual-network-family"],
        ["serviceGateways"] = ["service-gateways", "virtual-network-family"],
        ["fileSystems"] = ["file-systems", "file-family"],
        ["snapshots"] = ["file-systems", "file-family"],
        ["mountTargets"] = ["mount-targets", "file-family"],
        ["exportSets"] = ["export-sets", "file-family"],
        ["exports"] = ["export-sets", "file-family"],
        ["dbSystems"] = ["mysql-instances", "mysql-family"],
        ["replicas"] = ["mysql-replicas", "mysql-family"],
        ["backups"] = ["mysql-backups", "mysql-family"],
        ["configurations"] = ["mysql-configurations", "mysql-family"],
        ["networkLoadBalancers"] = ["network-load-balancers"],
        ["policies"] = ["policies"],
        ["dynamicGroups"] = ["dynamic-groups"],
        ["compartments"] = ["compartments"],
        ["tenancies"] = ["tenancies"],
    };

    /// <summary>Whether the policies that work by now allow the instance this call.</summary>
    public bool Allow(string instanceId, ApiCall call)
    {
        if (call.Operation.Path[1] == "v1")
        {
            return true;
        }

        Resource instance = cloud.Get(Kinds.Instance, instanceId);
        string verb = Verb(call.Operation);
        string[] words = WordsOf(call.Operation);
        string bucket = call.PathValues.GetValueOrDefault("bucketName", "");
        string compartment = Compartment(call);
        return cloud.All(Kinds.Policy).Where(IsAtWork).Any(policy => policy.Document.Texts("statements")
            .Select(Statement.Parse)
            .Any(statement => statement.Covers(verb)
                && (statement.Resources == "all-resources" || words.Contains(statement.Resources))
                && IsSubject(statement, instance) && Reaches(policy, statement, compartment)
                && statement.Holds(bucket)));
    }

    private bool IsAtWork(Resource resource) => resource.State == "ACTIVE"
        && cloud.Now >= resource.TimeCreated + (cloud.Options.PolicyDelay ?? cloud.Latencies.Policy);

    private bool IsSubject(Statement statement, Resource instance) => statement.IsForAny
        || cloud.All(Kinds.DynamicGroup).Any(group => group.Document.Text("name") == statement.DynamicGroup
            && IsAtWork(group) && MatchingRule.Parse(group.Document.Text("matchingRule")).Matches(instance));

    // A policy works on the compartment that it is attached to and below.
    private bool Reaches(Resource policy, Statement statement, string compartment) =>
        (policy.CompartmentId == cloud.TenancyId || policy.CompartmentId == compartment)
        && (statement.Compartment is null || statement.Compartment == compartment
            || (statement.Compartment == IdentityService.CompartmentName && compartment == cloud.CompartmentId));

    private string Compartment(ApiCall call) => call.Body.TextOrNull("compartmentId")
        ?? call.PathValues.Values.Select(cloud.FindAny).FirstOrDefault(found => found is not null)?.CompartmentId
        ?? call.QueryValue("compartmentId")
        ?? cloud.CompartmentId;

    private static string Verb(Operation operation) => operation.Method switch
    {
        "GET" or "HEAD" => operation.Name.StartsWith("List", StringComparison.Ordinal) ? "inspect" : "read",
        "PUT" => operation.Name == "PutObject" ? "manage" : "use",
        "POST" => operation.Name.StartsWith("Create", StringComparison.Ordinal)
            || operation.Name.StartsWith("Launch", StringComparison.Ordinal) ? "manage" : "use",
        _ => "manage",
    };

    private static string[] WordsOf(Operation operation)
    {
        if (operation.Path[1] == "n")
        {
            return operation.Path.Contains("o") ? ["objects", "object-family"] : ["buckets", "object-family"];
        }

        return Words.GetValueOrDefault(operation.Path.ElementAtOrDefault(2) ?? "", []);
    }
}
