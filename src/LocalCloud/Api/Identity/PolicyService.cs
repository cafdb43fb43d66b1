using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api.Identity;

/// <summary>Policies and dynamic groups.</summary>
internal sealed class PolicyService(Cloud cloud)
{
    private static readonly Dictionary<string, string?> Aliases = new() { ["compartmentId"] = "compartmentId" };

    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreatePolicy", CreatePolicy);
        handlers.AddReads("GetPolicy", "ListPolicies", Kinds.Policy, Aliases);
        handlers.Add("DeletePolicy", call => Delete(call, Kinds.Policy));
        handlers.Add("CreateDynamicGroup", CreateDynamicGroup);
        handlers.AddReads("GetDynamicGroup", "ListDynamicGroups", Kinds.DynamicGroup, Aliases);
        handlers.Add("DeleteDynamicGroup", call => Delete(call, Kinds.DynamicGroup));
    }

    private ApiAnswer CreatePolicy(ApiCall call)
    {
        string compartment = call.Body.Text("compartmentId");
        CheckName(call.Body.Text("name"), Kinds.Policy);
        IReadOnlyList<string> statements = call.Body.Texts("statements");
        if (statements.Count == 0)
        {
            throw ApiError.InvalidParameter("Invalid value for parameter statements: one at least is needed");
        }

        foreach (Statement statement in statements.Select(Statement.Parse))
        {
            bool isAbove = compartment != cloud.TenancyId
                && (statement.Compartment is null || statement.Compartment == cloud.TenancyId);
            if (isAbove)
            {
                throw ApiError.InvalidParameter(
                    "A statement names a compartment above the one that the policy is attached to.");
            }
        }

        return Create(call, Kinds.Policy, new JsonObject
        {
            ["statements"] = JsonAccess.ToArray(statements),
            ["versionDate"] = call.Body.TextOrNull("versionDate")?.Split('T')[0],
        });
    }

    private ApiAnswer CreateDynamicGroup(ApiCall call)
    {
        if (call.Body.Text("compartmentId") != cloud.TenancyId)
        {
            throw ApiError.InvalidParameter("Dynamic groups live in the tenancy: compartmentId has to be its OCID.");
        }

        CheckName(call.Body.Text("name"), Kinds.DynamicGroup);
        MatchingRule.Parse(call.Body.Text("matchingRule"));
        return Create(call, Kinds.DynamicGroup, new JsonObject { ["matchingRule"] = call.Body.Text("matchingRule") });
    }

    private void CheckName(string name, ResourceKind kind)
    {
        bool isValid = name.Length is > 0 and <= 100
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
        if (!isValid)
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter name: {name}");
        }

        if (cloud.Live(kind).Any(other => other.Document.Text("name") == name))
        {
            throw new ApiError(
                409, "NotAuthorizedOrResourceAlreadyExists",
                $"Authorization failed or the {kind.OcidType} {name} exists already.");
        }
    }

    private ApiAnswer Create(ApiCall call, ResourceKind kind, JsonObject members)
    {
        members["name"] = call.Body.Text("name");
        members["description"] = call.Body.Text("description");
        members["inactiveStatus"] = null;
        Resource made = cloud.Add(kind, call.Body.Text("compartmentId"), "", call.Body, members);
        made.Document.Remove("displayName");
        cloud.Start(Change.Create(made, cloud.Latencies.IdentityObject));
        return ApiAnswer.Of(made);
    }

    private ApiAnswer Delete(ApiCall call, ResourceKind kind)
    {
        Resource going = call.Target(kind, "ACTIVE");
        cloud.Start(Change.Delete(going, cloud.Latencies.IdentityObject));
        return ApiAnswer.Empty;
    }
}
