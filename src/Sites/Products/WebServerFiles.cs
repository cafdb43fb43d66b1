using System.Text;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>Renders what httpd, php-fpm and PHP itself read.</summary>
internal static class WebServerFiles
{
    // Moodle stops its installer and upgrades below 5000 input variables; the same file serves FPM and CLI. Code
    // changes come with a reload of php-fpm, so PHP need not look for them at each request.
    public const string PhpIni =
        """
        ; Written by moodle-node-agent; the next apply replaces what is changed here.
        max_input_vars = 5000
        memory_limit = 256M
        post_max_size = 256M
        upload_max_filesize = 256M
        expose_php = Off
        opcache.memory_consumption = 256
        opcache.interned_strings_buffer = 16
        opcache.max_accelerated_files = 20000
        opcache.revalidate_freq = 60
        realpath_cache_size = 4096K

        """;

    /// <summary>One virtual host on each of the balancer's ports: Moodle compares the port of each request with that of
    /// its URL, so a port is the same inside and outside.</summary>
    /// <param name="site">The site.</param>
    /// <param name="documentRoot">Folder that is served.</param>
    /// <param name="fallback">Script for paths that are no file, such as "/index.php"; null: none.</param>
    /// <param name="denied">Expressions of paths that are never served; null: only hidden files.</param>
    public static string HttpdConf(Site site, string documentRoot, string? fallback, string? denied)
    {
        var ports = site.Balancer.Listeners;
        var conf = new StringBuilder();
        conf.Append("# Written by moodle-node-agent; the next apply replaces what is changed here.\n");

        // Port 80 is listened on by httpd.conf already, and a second Listen of the same port is an error.
        foreach (var port in ports.Where(port => port != 80))
        {
            conf.Append("Listen ").Append(port).Append('\n');
        }

        conf.Append("\n<VirtualHost ").AppendJoin(' ', ports.Select(port => $"*:{port}")).Append(">\n");
        conf.Append("    DocumentRoot \"").Append(documentRoot).Append("\"\n");
        conf.Append("    UseCanonicalName Off\n");
        conf.Append("    <Directory \"").Append(documentRoot).Append("\">\n");
        conf.Append(
            """
                    Options FollowSymLinks
                    AllowOverride None
                    Require all granted
                    DirectoryIndex index.php
                    AcceptPathInfo On

            """);
        if (fallback is not null)
        {
            conf.Append("        FallbackResource ").Append(fallback).Append('\n');
        }

        conf.Append(
            """
                </Directory>
                <LocationMatch "/\.(?!well-known(?:/|$))">
                    Require all denied
                </LocationMatch>

            """);
        if (denied is not null)
        {
            conf.Append("    <LocationMatch \"").Append(denied).Append("\">\n        Require all denied\n    </LocationMatch>\n");
        }

        return conf.Append(OwnPaths).Append("</VirtualHost>\n").ToString();
    }

    // The health check answers in maintenance as well: the balancer has to keep the nodes that serve the page.
    private const string OwnPaths =
        $$"""

            Alias {{SiteTools.HealthPath}} {{SiteTools.Folder}}/health.php
            Alias /mna-maintenance {{SiteTools.MaintenancePage}}
            <Directory "{{SiteTools.Folder}}">
                AllowOverride None
                FallbackResource disabled
                Require all denied
                <FilesMatch "^(health\.php|maintenance\.html)$">
                    Require all granted
                </FilesMatch>
            </Directory>
            ErrorDocument 503 /mna-maintenance
            RewriteEngine On
            RewriteCond {{SiteTools.MaintenanceFlag}} -s
            RewriteCond %{REQUEST_URI} !^/mna-(health|maintenance)$
            RewriteRule ^ - [R=503,L]
            <If "-s '{{SiteTools.MaintenanceFlag}}'">
                Header always set Retry-After 60
                Header always set Cache-Control no-store
            </If>

        """;

    /// <summary>php-fpm never starts on the empty mount point, where it would write the site's files to a local disk.
    /// </summary>
    public static string FpmDropIn(Site site) =>
        $"""
        # Written by moodle-node-agent; the next apply replaces what is changed here.
        [Unit]
        RequiresMountsFor={site.Storage.Mount}

        """;

    /// <summary>php-fpm's pool, over the package's www.conf: sized from the node's memory; a reload lets requests end.
    /// </summary>
    public static string FpmPool(Site site)
    {
        var most = SiteTools.Processes(site.Nodes);
        var spare = Math.Clamp(most / 8, 2, 16);
        return
            $"""
            ; Written by moodle-node-agent; the next apply replaces what is changed here.
            [global]
            process_control_timeout = 30s

            [www]
            pm = dynamic
            pm.max_children = {SiteTools.Number(most)}
            pm.start_servers = {SiteTools.Number(spare)}
            pm.min_spare_servers = {SiteTools.Number(Math.Max(1, spare / 2))}
            pm.max_spare_servers = {SiteTools.Number(spare * 2 <= most ? spare * 2 : most)}
            pm.max_requests = 2000

            """;
    }
}
