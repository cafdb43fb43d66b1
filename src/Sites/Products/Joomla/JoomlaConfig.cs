using System.Text;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Products.Joomla;

/// <summary>Renders configuration.php, the same on every node, and the paths that keep the installer out.</summary>
internal static partial class JoomlaConfig
{
    public const string TablePrefix = "jos_";

    /// <summary>Why an own setting cannot be; null: it can.</summary>
    public static string? Refusal(string name) =>
        !PropertyName().IsMatch(name) ? "is no name of a property of JConfig. Use letters, digits and _."
        : Properties(null, null).Any(property => property.Name == name) ? "is set by this program. Leave it out."
        : null;

    public static string Render(Site site, ApplicationInputs inputs)
    {
        var config = new StringBuilder();
        config.Append("<?php\n// Written by moodle-node-agent for the site ").Append(site.Name);
        config.Append("; the next apply replaces what is changed here.\nclass JConfig\n{\n");
        foreach (var (name, value) in Properties(site, inputs))
        {
            Add(config, name, value);
        }

        if (site.Settings.Count > 0)
        {
            config.Append("\n    // Settings of the site file.\n");
            foreach (var (name, value) in site.Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal))
            {
                Add(config, name, PhpLiteral.Typed(value));
            }
        }

        return config.Append("}\n").ToString();
    }

    /// <summary>defines.php: Joomla's own paths, but for its installer. Joomla sends every page there while it finds one,
    /// and the code is read-only.</summary>
    public static string RenderPaths(string root) =>
        $$"""
        <?php
        // Written by moodle-node-agent; the next apply replaces what is changed here.
        define('_JDEFINES', 1);
        define('JPATH_ROOT', {{PhpLiteral.String(root)}});
        defined('JPATH_BASE') || define('JPATH_BASE', JPATH_ROOT);
        define('JPATH_SITE', JPATH_ROOT);
        define('JPATH_PUBLIC', JPATH_ROOT);
        define('JPATH_CONFIGURATION', JPATH_ROOT);
        define('JPATH_ADMINISTRATOR', JPATH_ROOT . '/administrator');
        define('JPATH_LIBRARIES', JPATH_ROOT . '/libraries');
        define('JPATH_PLUGINS', JPATH_ROOT . '/plugins');
        define('JPATH_INSTALLATION', JPATH_ROOT . '/installation-is-done');
        define('JPATH_THEMES', JPATH_BASE . '/templates');
        define('JPATH_CACHE', {{PhpLiteral.String(JoomlaProduct.LocalCache)}});
        define('JPATH_MANIFESTS', JPATH_ADMINISTRATOR . '/manifests');
        define('JPATH_API', JPATH_ROOT . '/api');
        define('JPATH_CLI', JPATH_ROOT . '/cli');

        """;

    private static List<(string Name, object Value)> Properties(Site? site, ApplicationInputs? inputs) =>
    [
        ("sitename", site?.Name ?? ""),
        ("dbtype", "mysqli"),
        ("host", inputs is null ? "" : $"{inputs.Primary.Address}:{SiteTools.Number(inputs.Primary.Port)}"),
        ("user", inputs?.DatabaseUser ?? ""),
        ("password", inputs?.DatabasePassword ?? ""),
        ("db", inputs?.DatabaseName ?? ""),
        ("dbprefix", TablePrefix),
        ("dbencryption", inputs?.DatabaseTls == true ? 1 : 0),
        ("dbsslverifyservercert", false),
        ("secret", inputs is null ? "" : SiteTools.Derived(inputs.SiteKey, "secret")),
        ("live_site", inputs?.Url ?? ""),
        ("session_handler", "database"),
        ("shared_session", false),
        ("cache_handler", "file"),
        ("caching", 0),
        ("behind_loadbalancer", false),
        ("tmp_path", JoomlaProduct.LocalTemporary),
        ("log_path", "/var/log/php-fpm"),
        ("force_ssl", 0),
        ("offline", false),
        ("error_reporting", "default"),
        ("sef", true),
        ("sef_rewrite", true),
        ("offset", "UTC"),
        ("lifetime", 60),
        ("editor", "tinymce"),
        ("captcha", "0"),
        ("list_limit", 20),
        ("access", 1),
        ("mailer", "mail"),
        ("mailfrom", site is null ? "" : $"admin@{site.Name}.invalid"),
    ];

    private static void Add(StringBuilder config, string name, object value) => config
        .Append("    public $").Append(name).Append(" = ").Append(PhpLiteral.Value(value, 1)).Append(";\n");

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,99}\z")]
    private static partial Regex PropertyName();
}
