using System.Text.RegularExpressions;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Policy;

/// <summary>What of the host itself may be set up.</summary>
internal sealed partial class LocalPolicy
{
    /// <summary>Longest window of an upgrade of the agent, in seconds.</summary>
    private const long LongestWindow = 3600;

    private IEnumerable<string> PackageRefusals(PackageTask package)
    {
        foreach (var refusal in package.Names.SelectMany(name => Named("package", "packages", document.Packages, name)))
        {
            yield return refusal;
        }

        if (package.Version.Length > 0 && !PackageVersion().IsMatch(package.Version))
        {
            yield return $"\"{package.Version}\" is not the version of a package.";
        }

        if (package.Repository.Length > 0)
        {
            foreach (var refusal in Named("repository", "repositories", document.Repositories, package.Repository))
            {
                yield return refusal;
            }
        }
    }

    private IEnumerable<string> Firewall(FirewallServiceTask task) => task.Port.Length == 0
        ? Named("firewall service", "firewall_services", document.FirewallServices, task.Service)
        : !PortWithProtocol().IsMatch(task.Port) || task.Service.Length > 0
            ? [$"\"{task.Port}\" is not a port with its protocol such as 8080/tcp, in the place of a service."]
            : Pattern("firewall port", "firewall_ports", document.FirewallPorts, task.Port);

    private IEnumerable<string> Repository(RepositoryTask repository)
    {
        foreach (var refusal in Named("repository", "repositories", document.Repositories, repository.Id))
        {
            yield return refusal;
        }

        if (!repository.GpgCheck)
        {
            yield return "its signatures would not be checked. Set gpg_check.";
        }

        // Spaces and line ends would be further addresses or settings of the file.
        if (!Uri.TryCreate(repository.BaseUrl, UriKind.Absolute, out var address)
            || address.Scheme != Uri.UriSchemeHttps || repository.BaseUrl.Any(letter => letter <= ' ' || letter > '~'))
        {
            yield return $"\"{repository.BaseUrl}\" is not an https:// address.";
        }

        if (repository.Name.Any(char.IsControl))
        {
            yield return "its name contains control characters.";
        }

        foreach (var refusal in Key(repository.GpgKey.Span))
        {
            yield return refusal;
        }
    }

    private IReadOnlyList<string> Key(ReadOnlySpan<byte> key)
    {
        try
        {
            var allowed = document.RepositoryKeys
                .Select(fingerprint => fingerprint.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()).ToHashSet();
            return [.. OpenPgpKeys.Fingerprints(key).Where(fingerprint => !allowed.Contains(fingerprint))
                .Select(fingerprint => NotAllowed("signing key", fingerprint, "repository_keys"))];
        }
        catch (InvalidDataException exception)
        {
            return [$"its key cannot be used: {exception.Message}."];
        }
    }

    private IEnumerable<string> User(UserTask user)
    {
        // Patterns of the policy name users and groups only; shadow's tools take less than a package's name.
        foreach (var name in user.Groups.Append(user.Name).Append(user.Group.Length == 0 ? user.Name : user.Group))
        {
            if (!AccountName().IsMatch(name))
            {
                yield return $"\"{name}\" is not the name of a user or group.";
            }
        }

        if (!document.Users.Contains(user.Name))
        {
            yield return NotAllowed("user", user.Name, "users");
        }

        foreach (var group in user.Groups.Append(user.Group))
        {
            if (group.Length > 0 && group != user.Name && !document.Groups.Contains(group))
            {
                yield return NotAllowed("group", group, "groups");
            }
        }

        if (user.Home.Length > 1 && (!SafePath(user.Home) || user.Home.Contains(':', StringComparison.Ordinal)))
        {
            yield return $"\"{user.Home}\" is not an absolute path without \"..\" and colons.";
        }
    }

    private IEnumerable<string> AgentUpgrade(AgentUpgradeTask upgrade)
    {
        if (!document.AgentUpgrade)
        {
            yield return $"the local policy does not allow another version of the agent. Set agent_upgrade = true in {file} "
                + "on the node.";
        }

        if (!PackageVersion().IsMatch(upgrade.Version) || !upgrade.Version.Contains('-', StringComparison.Ordinal))
        {
            yield return $"\"{upgrade.Version}\" is not a version and release of a package.";
        }

        if (upgrade.Window is { } window && (window.Seconds is < 0 or > LongestWindow || window.Nanos != 0))
        {
            yield return $"its window is not of 0 to {LongestWindow} whole seconds.";
        }
    }

    private IEnumerable<string> Sysctl(SysctlTask sysctl)
    {
        if (!SysctlKey().IsMatch(sysctl.Key))
        {
            yield return $"\"{sysctl.Key}\" is not the name of a kernel setting.";
        }
        else
        {
            foreach (var refusal in Pattern("kernel setting", "sysctls", document.Sysctls, sysctl.Key))
            {
                yield return refusal;
            }
        }

        if (sysctl.Value.Trim().Length is 0 or > 256 || sysctl.Value.Any(char.IsControl))
        {
            yield return "its value is empty, too long, or contains control characters.";
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._+~^:-]{0,127}\z")]
    private static partial Regex PackageVersion();

    [GeneratedRegex(@"\A[a-z_][a-z0-9_-]{0,30}\z")]
    private static partial Regex AccountName();

    [GeneratedRegex(@"\A[1-9][0-9]{0,4}/tcp\z")]
    private static partial Regex PortWithProtocol();

    [GeneratedRegex(@"\A[a-z0-9_]+(\.[A-Za-z0-9_-]+)+\z")]
    private static partial Regex SysctlKey();

    // Such as "Mon..Fri *-*-* 02:00:00 UTC", "*-*-* *:*:00", "*:0/5", "hourly".
    [GeneratedRegex(@"\A[A-Za-z0-9*/:.,~_+-][A-Za-z0-9*/:.,~_+ -]{0,127}\z")]
    private static partial Regex Calendar();
}
