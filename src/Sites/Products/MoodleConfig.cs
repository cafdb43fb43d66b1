using System.Text;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>Renders config.php with the names that Moodle gives its options; it is the same on every node.</summary>
internal static class MoodleConfig
{
    /// <summary>The whole file.</summary>
    /// <param name="site">The site.</param>
    /// <param name="inputs">What was created.</param>
    /// <param name="setup">Path of setup.php from the folder of config.php, such as "/lib/setup.php".</param>
    public static string Render(Site site, ApplicationInputs inputs, string setup)
    {
        var config = new StringBuilder();
        config.Append("<?php\n");
        config.Append("// Written by moodle-node-agent for the site ").Append(site.Name);
        config.Append("; the next apply replaces what is changed here.\n\n");
        config.Append("unset($CFG);\nglobal $CFG;\n$CFG = new stdClass();\n\n");
        foreach (var (name, value) in Options(site, inputs))
        {
            config.Append("$CFG->").Append(name).Append(" = ").Append(PhpLiteral.Value(value, 0)).Append(";\n");
        }

        return config.Append("\nrequire_once(__DIR__ . ").Append(PhpLiteral.String(setup)).Append(");\n").ToString();
    }

    private static IEnumerable<(string Name, object Value)> Options(Site site, ApplicationInputs inputs)
    {
        yield return ("dbtype", inputs.DatabaseType);
        yield return ("dblibrary", "native");
        yield return ("dbhost", inputs.Primary.Address);
        yield return ("dbname", inputs.DatabaseName);
        yield return ("dbuser", inputs.DatabaseUser);
        yield return ("dbpass", inputs.DatabasePassword);
        yield return ("prefix", PhpProduct.TablePrefix);
        yield return ("dboptions", DatabaseOptions(inputs));
        yield return ("wwwroot", inputs.Url);
        yield return ("dataroot", site.Storage.Mount);
        yield return ("localcachedir", PhpProduct.LocalCache);
        yield return ("admin", "admin");
        yield return ("directorypermissions", new PhpRaw("02770"));
        yield return ("session_handler_class", "\\core\\session\\database");
        yield return ("session_database_acquire_lock_timeout", 120);
        yield return ("disableupdateautodeploy", true);
        yield return ("preventexecpath", true);
        yield return ("cronclionly", true);
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

        if (inputs.Replicas.Count > 0)
        {
            options.Add(new("readonly", new List<KeyValuePair<string, object>>
            {
                new("instance", inputs.Replicas.Select(Instance).ToList<object>()),
                new("connecttimeout", 2),
            }));
        }

        return options;
    }

    private static List<KeyValuePair<string, object>> Instance(Endpoint replica) =>
        [new("dbhost", replica.Address), new("dbport", replica.Port)];
}
