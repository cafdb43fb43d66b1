using System.Text.RegularExpressions;

namespace MoodleNodeAgent.LocalCloud.Api.Identity;

/// <summary>One statement of a policy: Allow SUBJECT to VERB RESOURCES in PLACE [where CONDITION].</summary>
internal sealed partial record Statement
{
    private static readonly string[] Verbs = ["inspect", "read", "use", "manage"];

    /// <summary>Name of the dynamic group; null: not for dynamic groups.</summary>
    public string? DynamicGroup { get; private init; }

    /// <summary>For every principal.</summary>
    public bool IsForAny { get; private init; }

    public required string Verb { get; init; }

    /// <summary>Lower-case word such as objects or instance-family.</summary>
    public required string Resources { get; init; }

    /// <summary>OCID or name of the compartment; null: the tenancy.</summary>
    public string? Compartment { get; private init; }

    /// <summary>Text after "where"; null: none.</summary>
    public string? Condition { get; private init; }

    /// <summary>Reads a statement.</summary>
    /// <exception cref="ApiError">400 when it is none.</exception>
    public static Statement Parse(string text)
    {
        // Sample: Allow dynamic-group moodle-web to read objects in compartment id ocid1.compartment.oc1..a
        //   where target.bucket.name = 'backup'
        Match match = Form().Match(text);
        if (!match.Success)
        {
            throw ApiError.InvalidParameter($"No permissions found: cannot read the statement {text}");
        }

        string subject = match.Groups["name"].Value.Trim();
        // Sample: 'Default'/'moodle-web' names the identity domain as well.
        string name = subject.Split('/')[^1].Trim('\'', '"', ' ');
        string kind = match.Groups["kind"].Value.ToLowerInvariant();
        return new Statement
        {
            DynamicGroup = kind == "dynamic-group" ? name : null,
            IsForAny = kind == "any-user",
            Verb = match.Groups["verb"].Value.ToLowerInvariant(),
            Resources = match.Groups["resources"].Value.ToLowerInvariant(),
            Compartment = match.Groups["compartment"].Success ? match.Groups["compartment"].Value : null,
            Condition = match.Groups["condition"].Success ? match.Groups["condition"].Value.Trim() : null,
        };
    }

    /// <summary>Whether the verb covers the wanted one: each covers those before it. Single permissions in braces are
    /// understood and cover none of our operations.</summary>
    public bool Covers(string verb) => Verb.Length > 0 && Array.IndexOf(Verbs, Verb) >= Array.IndexOf(Verbs, verb);

    /// <summary>Whether the condition holds. Only the bucket's name is known; any other condition never
    /// holds.</summary>
    public bool Holds(string? bucket)
    {
        if (Condition is null)
        {
            return true;
        }

        Match match = BucketName().Match(Condition);
        return match.Success && match.Groups[1].Value == bucket;
    }

    [GeneratedRegex(
        """
        ^\s*allow\s+(?<kind>any-user|group|dynamic-group|service)(?:\s+(?<name>.+?))?\s+to\s+
        (?:(?<verb>inspect|read|use|manage)\s+(?<resources>[\w-]+)|\{[A-Z_,\s]+\})\s+in\s+
        (?:tenancy|compartment\s+(?:id\s+)?(?<compartment>\S+))(?:\s+where\s+(?<condition>.+))?\s*$
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();

    [GeneratedRegex(@"^target\.bucket\.name\s*=\s*'([^']*)'$", RegexOptions.IgnoreCase)]
    private static partial Regex BucketName();
}
