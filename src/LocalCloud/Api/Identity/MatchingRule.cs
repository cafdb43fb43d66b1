using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.LocalCloud.Api.Identity;

/// <summary>The matching rule of a dynamic group: one condition, or ANY {..} or ALL {..} of several.</summary>
internal sealed partial class MatchingRule
{
    private readonly bool _needsAll;
    private readonly List<Condition> _conditions;

    private MatchingRule(bool needsAll, List<Condition> conditions)
    {
        _needsAll = needsAll;
        _conditions = conditions;
    }

    /// <summary>Reads a rule.</summary>
    /// <exception cref="ApiError">400 when it is none.</exception>
    public static MatchingRule Parse(string text)
    {
        // Sample: ALL {instance.compartment.id = 'ocid1.compartment.oc1..a', tag.moodle.role.value = 'web'}
        Match set = Set().Match(text);
        string inside = set.Success ? set.Groups[2].Value : text;
        List<Condition> conditions = [.. inside.Split(',', StringSplitOptions.TrimEntries).Select(ParseCondition)];
        return new MatchingRule(!set.Groups[1].Value.Equals("any", StringComparison.OrdinalIgnoreCase), conditions);
    }

    /// <summary>Whether the instance is a member.</summary>
    public bool Matches(Resource instance) => _needsAll
        ? _conditions.TrueForAll(condition => condition.Holds(instance))
        : _conditions.Exists(condition => condition.Holds(instance));

    private static Condition ParseCondition(string text)
    {
        Match match = OneCondition().Match(text);
        return match.Success
            ? new Condition(
                match.Groups[1].Value, match.Groups[2].Value == "!=", match.Groups[3].Success ? match.Groups[3].Value
                    : null)
            : throw ApiError.InvalidParameter($"Invalid value for parameter matchingRule: cannot read {text}");
    }

    [GeneratedRegex(@"^\s*(any|all)\s*\{(.*)\}\s*$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Set();

    [GeneratedRegex(
        @"^((?:instance|resource)\.(?:id|compartment\.id|type)|tag\.[\w-]+\.[\w-]+\.value)(?:\s*(!?=)\s*'([^']*)')?$")]
    private static partial Regex OneCondition();

    private sealed record Condition(string Variable, bool IsNot, string? Value)
    {
        public bool Holds(Resource instance)
        {
            string? found = Variable switch
            {
                "instance.id" or "resource.id" => instance.Id,
                "instance.compartment.id" or "resource.compartment.id" => instance.CompartmentId,
                "resource.type" => "instance",
                _ => Tag(instance, Variable.Split('.')),
            };
            return Value is null ? found is not null : (found == Value) != IsNot;
        }

        private static string? Tag(Resource instance, string[] parts) => parts.Length < 4
            ? null
            : (instance.Document["definedTags"] as JsonObject)?.Part(parts[1])?[parts[2]]?.ToString();
    }
}
