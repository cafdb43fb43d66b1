using System.Text;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Products.Drupal;

/// <summary>Renders sites/default/settings.php, the same on every node.</summary>
internal static partial class DrupalConfig
{
    private static readonly string[] Owned =
        ["hash_salt", "trusted_host_patterns", "file_public_path", "file_private_path", "config_sync_directory"];

    /// <summary>Why an own setting cannot be; null: it can.</summary>
    public static string? Refusal(string name) =>
        !SettingName().IsMatch(name) ? "is no name of a setting. Use lower-case letters, digits and _."
        : Owned.Contains(name) ? "is set by this program. Leave it out."
        : null;

    public static string Render(Site site, ApplicationInputs inputs)
    {
        var settings = new StringBuilder();
        settings.Append("<?php\n// Written by moodle-node-agent for the site ").Append(site.Name);
        settings.Append("; the next apply replaces what is changed here.\n\n");
        settings.Append("$databases['default']['default'] = ");
        settings.Append(PhpLiteral.Value(Server(inputs), 0)).Append(";\n");
        settings.Append(
            $$"""
            // Only queries that ask for the target "replica" go there, such as those of Views with "use replica"; after a
            // write Drupal keeps a session off them by itself.
            foreach (require {{PhpLiteral.String(SiteTools.Replicas)}} as $replica) {
                $databases['default']['replica'][] =
                    ['host' => $replica['host'], 'port' => $replica['port']] + $databases['default']['default'];
            }
            unset($replica);


            """);
        foreach (var (name, value) in Settings(site, inputs))
        {
            Set(settings, name, value);
        }

        if (site.Settings.Count > 0)
        {
            settings.Append("\n// Settings of the site file.\n");
            foreach (var (name, value) in site.Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal))
            {
                Set(settings, name, PhpLiteral.Typed(value));
            }
        }

        return settings.ToString();
    }

    private static List<KeyValuePair<string, object>> Server(ApplicationInputs inputs)
    {
        List<KeyValuePair<string, object>> server =
        [
            new("driver", "mysql"),
            new("namespace", "Drupal\\mysql\\Driver\\Database\\mysql"),
            new("autoload", "core/modules/mysql/src/Driver/Database/mysql/"),
            new("host", inputs.Primary.Address),
            new("port", inputs.Primary.Port),
            new("database", inputs.DatabaseName),
            new("username", inputs.DatabaseUser),
            new("password", inputs.DatabasePassword),
            new("prefix", ""),
            new("collation", "utf8mb4_unicode_ci"),
        ];
        if (inputs.DatabaseTls)
        {
            // PDO encrypts as soon as one of its options of TLS is set; the server's certificate is its own.
            server.Add(new("pdo", new PhpRaw(
                "[\\PDO::MYSQL_ATTR_SSL_CA => '', \\PDO::MYSQL_ATTR_SSL_VERIFY_SERVER_CERT => false]")));
        }

        return server;
    }

    private static IEnumerable<(string Name, object Value)> Settings(Site site, ApplicationInputs inputs)
    {
        yield return ("hash_salt", SiteTools.Derived(inputs.SiteKey, "hash_salt"));

        // Any other Host is answered with 400.
        yield return ("trusted_host_patterns", new List<object> { $"^{Regex.Escape(new Uri(inputs.Url).Host)}$" });
        yield return ("file_public_path", "sites/default/files");
        yield return ("file_private_path", $"{site.Storage.Mount}/private");
        yield return ("config_sync_directory", $"{site.Storage.Mount}/config-sync");
        yield return ("php_storage", new PhpRaw(
            $"['twig' => ['directory' => {PhpLiteral.String(DrupalProduct.LocalCache)}]]"));
        yield return ("skip_permissions_hardening", true);
        yield return ("update_free_access", false);
        yield return ("allow_authorize_operations", false);
    }

    private static void Set(StringBuilder settings, string name, object value) => settings
        .Append("$settings[").Append(PhpLiteral.String(name)).Append("] = ").Append(PhpLiteral.Value(value, 0))
        .Append(";\n");

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,99}\z")]
    private static partial Regex SettingName();
}
