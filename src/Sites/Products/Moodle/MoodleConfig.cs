using System.Text;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Products.Moodle;

/// <summary>Renders config.php with the names that Moodle gives its options; it is the same on every node.</summary>
internal static partial class MoodleConfig
{
    /// <summary>Options that the site file says elsewhere, or that a cluster does not work without.</summary>
    private static readonly string[] Owned =
    [
        "dbtype", "dblibrary", "dbhost", "dbname", "dbuser", "dbpass", "prefix", "dboptions", "wwwroot", "dataroot",
        "localcachedir", "cachedir", "tempdir", "backuptempdir", "admin", "directorypermissions", "session_handler_class",
        "session_database_acquire_lock_timeout", "disableupdateautodeploy", "preventexecpath", "cronclionly",
        "routerconfigured", "dirroot", "libdir", "root", "reverseproxy", "alternative_component_cache",
    ];

    /// <summary>Why an own setting cannot be; null: it can.</summary>
    public static string? Refusal(string name) =>
        !OptionName().IsMatch(name) ? "is no name of an option of config.php. Use lower-case letters, digits and _."
        : name == "reverseproxy" ? "would answer every page with 500 behind a network load balancer. Leave it out."
        : Owned.Contains(name) ? "is set by this program. Leave it out."
        : null;

    /// <summary>The whole file.</summary>
    /// <param name="site">The site.</param>
    /// <param name="inputs">What was created.</param>
    /// <param name="localCache">Folder on the node's own disk.</param>
    /// <param name="version">Decides about the folder public/.</param>
    public static string Render(Site site, ApplicationInputs inputs, string localCache, MoodleVersion version)
    {
        var config = new StringBuilder();
        config.Append("<?php\n");
        config.Append("// Written by moodle-node-agent for the site ").Append(site.Name);
        config.Append("; the next apply replaces what is changed here.\n\n");
        config.Append("unset($CFG);\nglobal $CFG;\n$CFG = new stdClass();\n\n");
        Append(config, Options(site, inputs, localCache, version));
        config.Append(
            $$"""

            // Reads go to the replicas that the coordinator vouches for at this moment, else to the primary.
            $replicas = require {{PhpLiteral.String(SiteTools.Replicas)}};
            if ($replicas !== []) {
                $CFG->dboptions['readonly'] = [
                    'instance' => array_map(
                        static fn (array $replica): array => ['dbhost' => $replica['host'], 'dbport' => $replica['port']],
                        $replicas
                    ),
                    'connecttimeout' => 2,
                ];
            }
            unset($replicas);

            """);
        if (site.Settings.Count > 0)
        {
            config.Append("\n// Settings of the site file.\n");
            Append(config, site.Settings
                .OrderBy(setting => setting.Key, StringComparer.Ordinal)
                .Select(setting => (setting.Key, PhpLiteral.Typed(setting.Value))));
        }

        var setup = version.HasPublicFolder ? "/public/lib/setup.php" : "/lib/setup.php";
        return config.Append("\nrequire_once(__DIR__ . ").Append(PhpLiteral.String(setup)).Append(");\n").ToString();
    }

    private static void Append(StringBuilder config, IEnumerable<(string Name, object Value)> options)
    {
        foreach (var (name, value) in options)
        {
            config.Append("$CFG->").Append(name).Append(" = ").Append(PhpLiteral.Value(value, 0)).Append(";\n");
        }
    }

    private static IEnumerable<(string Name, object Value)> Options(
        Site site, ApplicationInputs inputs, string localCache, MoodleVersion version)
    {
        yield return ("dbtype", inputs.DatabaseType);
        yield return ("dblibrary", "native");
        yield return ("dbhost", inputs.Primary.Address);
        yield return ("dbname", inputs.DatabaseName);
        yield return ("dbuser", inputs.DatabaseUser);
        yield return ("dbpass", inputs.DatabasePassword);
        yield return ("prefix", MoodleProduct.TablePrefix);
        yield return ("dboptions", DatabaseOptions(inputs));
        yield return ("wwwroot", inputs.Url);
        yield return ("dataroot", site.Storage.Mount);

        // Caches that the nodes have to agree on are shared; the one that has to be fast is local.
        yield return ("cachedir", site.Storage.Mount + "/cache");
        yield return ("tempdir", site.Storage.Mount + "/temp");
        yield return ("backuptempdir", site.Storage.Mount + "/temp/backup");
        yield return ("localcachedir", localCache);
        yield return ("admin", "admin");
        yield return ("directorypermissions", new PhpRaw("02770"));
        yield return ("session_handler_class", "\\core\\session\\database");
        yield return ("session_database_acquire_lock_timeout", 120);
        yield return ("disableupdateautodeploy", true);
        yield return ("preventexecpath", true);
        yield return ("cronclionly", true);
        if (version.HasPublicFolder)
        {
            yield return ("routerconfigured", true);
        }
    }

    private static List<KeyValuePair<string, object>> DatabaseOptions(ApplicationInputs inputs)
    {
        var options = new List<KeyValuePair<string, object>>
        {
            new("dbpersist", false),
            new("dbport", inputs.Primary.Port),
            new("dbcollation", "utf8mb4_unicode_ci"),
        };
        if (inputs.DatabaseTls)
        {
            options.Add(new("ssl", "require"));
        }

        return options;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,99}\z")]
    private static partial Regex OptionName();
}
