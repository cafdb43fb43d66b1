using System.Text;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Products.WordPress;

/// <summary>Renders wp-config.php, and the replicas for a drop-in of the user's archive.</summary>
internal static partial class WordPressConfig
{
    public const string TablePrefix = "wp_";

    private static readonly string[] Salts =
    [
        "AUTH_KEY", "SECURE_AUTH_KEY", "LOGGED_IN_KEY", "NONCE_KEY", "AUTH_SALT", "SECURE_AUTH_SALT", "LOGGED_IN_SALT",
        "NONCE_SALT",
    ];

    private static readonly string[] Owned =
    [
        "DB_NAME", "DB_USER", "DB_PASSWORD", "DB_HOST", "DB_CHARSET", "DB_COLLATE", "MYSQL_CLIENT_FLAGS", "WP_HOME",
        "WP_SITEURL", "DISALLOW_FILE_MODS", "DISABLE_WP_CRON", "DB_CONFIG_FILE", "ABSPATH", .. Salts,
    ];

    /// <summary>Why an own setting cannot be; null: it can.</summary>
    public static string? Refusal(string name) =>
        !ConstantName().IsMatch(name) ? "is no name of a constant. Use upper-case letters, digits and _."
        : Owned.Contains(name) ? "is set by this program. Leave it out."
        : null;

    /// <summary>wp-config.php, the same on every node: logins are cookies signed by its salts.</summary>
    public static string Render(Site site, ApplicationInputs inputs)
    {
        var config = new StringBuilder();
        config.Append("<?php\n// Written by moodle-node-agent for the site ").Append(site.Name);
        config.Append("; the next apply replaces what is changed here.\n\n");
        foreach (var (name, value) in Constants(inputs))
        {
            Define(config, name, value);
        }

        if (site.Settings.Count > 0)
        {
            config.Append("\n// Settings of the site file.\n");
            foreach (var (name, value) in site.Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal))
            {
                Define(config, name, PhpLiteral.Typed(value));
            }
        }

        config.Append("\n$table_prefix = ").Append(PhpLiteral.String(TablePrefix)).Append(";\n\n");
        config.Append("if (!defined('ABSPATH')) {\n    define('ABSPATH', __DIR__ . '/');\n}\n\n");
        return config.Append("require_once ABSPATH . 'wp-settings.php';\n").ToString();
    }

    /// <summary>db-config.php of HyperDB and LudicrousDB, which is read when the archive brings either as
    /// wp-content/db.php. Tables that a request wrote are read from the primary by the drop-in itself.</summary>
    public static string RenderReplicas(ApplicationInputs inputs) =>
        $$"""
        <?php
        // Written by moodle-node-agent; the next apply replaces what is changed here. Without the drop-in wp-content/db.php
        // (HyperDB or LudicrousDB, from the release archive) WordPress does not read this file.
        $server = ['user' => DB_USER, 'password' => DB_PASSWORD, 'name' => DB_NAME, 'timeout' => 2];
        // A page that has written goes on reading from the primary.
        $wpdb->save_queries = false;
        $wpdb->persistent = false;
        $wpdb->add_database($server + ['host' => DB_HOST, 'write' => 1, 'read' => 2]);
        foreach (require {{PhpLiteral.String(SiteTools.Replicas)}} as $replica) {
            $wpdb->add_database($server + ['host' => "{$replica['host']}:{$replica['port']}", 'write' => 0, 'read' => 1]);
        }
        unset($server, $replica);

        """;

    private static IEnumerable<(string Name, object Value)> Constants(ApplicationInputs inputs)
    {
        yield return ("DB_NAME", inputs.DatabaseName);
        yield return ("DB_USER", inputs.DatabaseUser);
        yield return ("DB_PASSWORD", inputs.DatabasePassword);
        yield return ("DB_HOST", $"{inputs.Primary.Address}:{SiteTools.Number(inputs.Primary.Port)}");
        yield return ("DB_CHARSET", "utf8mb4");
        yield return ("DB_COLLATE", "utf8mb4_unicode_ci");
        if (inputs.DatabaseTls)
        {
            yield return ("MYSQL_CLIENT_FLAGS", new PhpRaw("MYSQLI_CLIENT_SSL"));
        }

        foreach (var salt in Salts)
        {
            yield return (salt, SiteTools.Derived(inputs.SiteKey, salt));
        }

        yield return ("WP_HOME", inputs.Url);
        yield return ("WP_SITEURL", inputs.Url);

        // Plugins that the web installs would lie on one node only.
        yield return ("DISALLOW_FILE_MODS", true);
        yield return ("DISABLE_WP_CRON", true);
        yield return ("DB_CONFIG_FILE", new PhpRaw("__DIR__ . '/db-config.php'"));
    }

    private static void Define(StringBuilder config, string name, object value) => config
        .Append("define(").Append(PhpLiteral.String(name)).Append(", ").Append(PhpLiteral.Value(value, 0)).Append(");\n");

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{0,99}\z")]
    private static partial Regex ConstantName();
}
