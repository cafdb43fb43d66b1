using System.Globalization;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads the public URL, which Moodle compares with host and port of each request.</summary>
internal static partial class UrlReader
{
    public static string? Read(Section root, BalancerSpec balancer)
    {
        if (root.Text("url") is not { } url)
        {
            return null;
        }

        if (url.StartsWith("https://", StringComparison.Ordinal))
        {
            root.Report("url", "https is not supported yet: the nodes speak plain HTTP. Write http://HOST.");
        }
        else if (url.EndsWith('/'))
        {
            root.Report("url", $"no slash at the end. Write {Section.Quote(url.TrimEnd('/'))}.");
        }
        else if (Form().Match(url) is not { Success: true } match
            || Uri.CheckHostName(match.Groups["host"].Value) is UriHostNameType.Unknown)
        {
            root.Report(
                "url",
                $"{Section.Quote(url)} is no URL of a site. Write http://HOST or http://HOST:PORT, in lower case.");
        }
        else if (match.Groups["path"].Length > 0)
        {
            root.Report("url", "a site below a path is not supported yet. Write http://HOST without a path.");
        }
        else
        {
            CheckPort(root, balancer, match.Groups["port"].Value);
        }

        return url;
    }

    private static void CheckPort(Section root, BalancerSpec balancer, string written)
    {
        var port = written.Length == 0 ? 80 : int.Parse(written, CultureInfo.InvariantCulture);
        if (written == "80")
        {
            root.Report("url", "port 80 is http's own and browsers leave it out. Write the URL without it.");
        }
        else if (balancer.Listeners.Count > 0 && !balancer.Listeners.Contains(port))
        {
            root.Report(
                "url",
                $"its port {port} is not among balancer.listeners ({string.Join(", ", balancer.Listeners)}). Add it "
                + "there, or write a URL with one of those ports.");
        }
    }

    [GeneratedRegex(
        @"\Ahttp://(?<host>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::(?<port>[1-9][0-9]{0,4}))?(?<path>/[!-~]*)?\z")]
    private static partial Regex Form();
}
