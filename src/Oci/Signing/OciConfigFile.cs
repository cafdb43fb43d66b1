namespace MoodleNodeAgent.Oci.Signing;

/// <summary>Reads profiles as Oracle's own tools write them: INI, # comments, key=value.</summary>
public static class OciConfigFile
{
    private const string Default = "DEFAULT";

    /// <summary>~/.oci/config, else the file that OCI_CONFIG_FILE names, else ~/.oraclebmc/config.</summary>
    public static string Locate(string home, Func<string, string?> environment)
    {
        string usual = Path.Combine(home, ".oci", "config");
        string old = Path.Combine(home, ".oraclebmc", "config");
        if (File.Exists(usual))
        {
            return usual;
        }

        return environment("OCI_CONFIG_FILE") is { Length: > 0 } named ? ExpandHome(named, home)
            : File.Exists(old) ? old
            : usual;
    }

    /// <summary>Reads one profile; OCI_REGION of the environment stands in for a missing region.</summary>
    public static OciProfile Read(string path, string profile, string home, Func<string, string?> environment)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OciConfigException(
                $"Cannot read {path}: {e.Message} Make it with 'oci setup config' or name another file.", e);
        }

        Dictionary<string, Dictionary<string, string>> sections = Parse(path, lines);
        if (!sections.TryGetValue(profile, out Dictionary<string, string>? own))
        {
            string known = sections.Count == 0 ? "none" : string.Join(", ", sections.Keys);
            throw new OciConfigException($"{path} has no profile [{profile}]. Profiles in it: {known}.");
        }

        Dictionary<string, string> fallback = sections.GetValueOrDefault(Default) ?? [];
        string? Value(string key) => own.GetValueOrDefault(key) ?? fallback.GetValueOrDefault(key);
        string? PathOf(string key) => Value(key) is { } value ? ExpandHome(value, home) : null;

        return new OciProfile
        {
            Name = profile,
            File = path,
            User = Value("user"),
            Tenancy = Value("tenancy"),
            Fingerprint = Value("fingerprint"),
            Region = OciRegions.IdOf(Value("region") ?? environment("OCI_REGION")),
            KeyFile = PathOf("key_file"),
            PassPhrase = Value("pass_phrase"),
            SecurityTokenFile = PathOf("security_token_file"),
            DelegationTokenFile = PathOf("delegation_token_file"),
            // Cloud Shell's word for a machine that acts for the user who opened it is instance_obo_user.
            IsInstancePrincipal = Value("authentication_type") is "instance_principal" or "instance_obo_user",
        };
    }

    private static Dictionary<string, Dictionary<string, string>> Parse(string path, string[] lines)
    {
        Dictionary<string, Dictionary<string, string>> sections = [];
        Dictionary<string, string>? section = null;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[' && line[^1] == ']')
            {
                string name = line[1..^1].Trim();
                section = [];
                if (!sections.TryAdd(name, section))
                {
                    throw new OciConfigException($"{path}:{i + 1}: the profile [{name}] is there twice. Keep one.");
                }

                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || section is null)
            {
                // The line itself may be half a pass phrase, so it is not shown.
                throw new OciConfigException(
                    $"{path}:{i + 1}: expected key=value below a [PROFILE]. Correct the line or put # before it.");
            }

            string key = line[..equals].Trim();
            if (!section.TryAdd(key, line[(equals + 1)..].Trim()))
            {
                throw new OciConfigException($"{path}:{i + 1}: {key} is there twice in this profile. Keep one.");
            }
        }

        return sections;
    }

    private static string ExpandHome(string path, string home) =>
        path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, path[2..]) : path;
}
