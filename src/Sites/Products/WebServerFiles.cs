using System.Text;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>Renders what httpd, php-fpm and PHP itself read.</summary>
internal static class WebServerFiles
{
    // Moodle stops its installer and upgrades below 5000 input variables; the same file serves FPM and CLI.
    public const string PhpIni =
        """
        ; Written by moodle-node-agent; the next apply replaces what is changed here.
        max_input_vars = 5000
        memory_limit = 256M
        post_max_size = 256M
        upload_max_filesize = 256M
        expose_php = Off
        opcache.memory_consumption = 128
        opcache.max_accelerated_files = 10000

        """;

    /// <summary>One virtual host on each of the balancer's ports: Moodle compares the port of each request with that of
    /// its URL, so a port is the same inside and outside.</summary>
    public static string HttpdConf(Site site, string documentRoot)
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
                </Directory>
                <LocationMatch "/\.(?!well-known(?:/|$))">
                    Require all denied
                </LocationMatch>
            </VirtualHost>

            """);
        return conf.ToString();
    }

    /// <summary>php-fpm never starts on the empty mount point, where it would write the site's files to a local disk.
    /// </summary>
    public static string FpmDropIn(Site site) =>
        $"""
        # Written by moodle-node-agent; the next apply replaces what is changed here.
        [Unit]
        RequiresMountsFor={site.Storage.Mount}

        """;
}
