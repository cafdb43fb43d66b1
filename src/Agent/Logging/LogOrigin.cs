using MoodleNodeAgent.Agent.Link;
using Tomlyn;

namespace MoodleNodeAgent.Agent.Logging;

/// <summary>Which node of which site logs.</summary>
/// <param name="Node">Name of the node; empty: not known.</param>
/// <param name="Site">Name of the site; empty: not known.</param>
internal sealed record LogOrigin(string Node, string Site)
{
    /// <summary>Reads agent.toml; what it does not tell, or when it cannot be read, is empty: a log must not be why the
    /// agent does not start.</summary>
    public static LogOrigin Read(string settings)
    {
        try
        {
            var file = File.ReadAllText(Path.Join(settings, "agent.toml"));
            var read = TomlSerializer.Deserialize(file, LinkToml.Default.LinkSettings) ?? new();
            return new LogOrigin(read.Node, SiteOf(read.Coordinator));
        }
        catch (Exception exception) when (exception is TomlException or IOException or UnauthorizedAccessException)
        {
            return new LogOrigin("", "");
        }
    }

    /// <summary>The site of "https://control.campus.internal:7443".</summary>
    private static string SiteOf(string coordinator) =>
        Uri.TryCreate(coordinator, UriKind.Absolute, out var address)
        && address.Host.Split('.') is ["control", var site, "internal"]
            ? site
            : "";
}
