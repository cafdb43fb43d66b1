using System.IO.Enumeration;
using System.Text.RegularExpressions;
using MoodleNodeAgent.Protocol.Agent.V1;
using Tomlyn;

namespace MoodleNodeAgent.Agent.Executor.Policy;

/// <summary>What this node lets anybody do to it, whatever the coordinator says.</summary>
internal sealed partial class LocalPolicy(PolicyDocument document, string file)
{
    private static readonly string[] Nothing = [];

    /// <summary>Reads the policy; a file that is absent or wrong allows nothing.</summary>
    public static LocalPolicy Load(string file)
    {
        try
        {
            return new LocalPolicy(
                TomlSerializer.Deserialize(File.ReadAllText(file), PolicyToml.Default.PolicyDocument) ?? new(), file);
        }
        // Of any kind: a damaged file can make the parser stumble in ways of its own.
        catch (Exception exception)
        {
            throw new InvalidDataException($"Cannot read the local policy {file}: {exception.Message}", exception);
        }
    }

    /// <summary>Whether a path, spelt out, is below one that tasks may write to.</summary>
    public bool AllowsPath(string path) => document.Paths.Exists(prefix => IsBelow(path, prefix));

    /// <summary>All that the policy refuses of a node spec; empty when it may run.</summary>
    public IReadOnlyList<string> Check(NodeSpec spec)
    {
        List<string> refusals = [];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var task in spec.Tasks)
        {
            if (task.Id.Length == 0 || !ids.Add(task.Id))
            {
                refusals.Add($"Cannot run task \"{task.Id}\": its id is empty or not unique in the node spec.");
            }

            refusals.AddRange(Refusals(task).Select(reason => $"Cannot run task {task.Id}: {reason}"));
        }

        return refusals;
    }

    private IEnumerable<string> Refusals(TaskSpec task) => task.KindCase switch
    {
        TaskSpec.KindOneofCase.Package => PackageRefusals(task.Package),
        TaskSpec.KindOneofCase.File => FileRefusals(task.File),
        TaskSpec.KindOneofCase.Directory => [
            .. Target(task.Directory.Path, task.Directory.Mode),
            .. Account(task.Directory.Owner), .. Account(task.Directory.Group)],
        TaskSpec.KindOneofCase.Ownership => [
            .. Target(task.Ownership.Path, task.Ownership.Mode),
            .. Account(task.Ownership.Owner), .. Account(task.Ownership.Group)],
        TaskSpec.KindOneofCase.Mount => Mount(task.Mount),
        TaskSpec.KindOneofCase.Link => [
            .. Target(task.Link.Path, 0), .. Target(task.Link.Target, 0),
            .. Account(task.Link.Owner), .. Account(task.Link.Group)],
        TaskSpec.KindOneofCase.SelinuxBoolean =>
            Named("SELinux boolean", "selinux_booleans", document.SelinuxBooleans, task.SelinuxBoolean.Name),
        TaskSpec.KindOneofCase.Unit =>
            document.Units.Contains(task.Unit.Name) ? [] : [NotAllowed("unit", task.Unit.Name, "units")],
        TaskSpec.KindOneofCase.Archive => Archive(task.Archive),
        TaskSpec.KindOneofCase.ProductCommand => Command(task.ProductCommand),
        TaskSpec.KindOneofCase.Command => FreeCommand(task.Command),
        _ => HostRefusals(task),
    };

    /// <summary>Kinds that set up the host itself.</summary>
    private IEnumerable<string> HostRefusals(TaskSpec task) => task.KindCase switch
    {
        TaskSpec.KindOneofCase.ModuleStream => [
            .. Named("module", "modules", document.Modules, task.ModuleStream.Name),
            .. SafeName().IsMatch(task.ModuleStream.Stream) ? Nothing : [$"\"{task.ModuleStream.Stream}\" is not a stream."]],
        TaskSpec.KindOneofCase.Repository => Repository(task.Repository),
        TaskSpec.KindOneofCase.SelinuxContext => [
            .. Target(task.SelinuxContext.Path, 0),
            .. task.SelinuxContext.Path.Any(char.IsWhiteSpace) ? ["a file context cannot name a path with spaces."] : Nothing,
            .. Named("SELinux type", "selinux_types", document.SelinuxTypes, task.SelinuxContext.Type)],
        TaskSpec.KindOneofCase.FirewallService => [
            .. Firewall(task.FirewallService),
            .. task.FirewallService.Zone.Length == 0 || SafeName().IsMatch(task.FirewallService.Zone)
                ? Nothing : [$"\"{task.FirewallService.Zone}\" is not a firewall zone."]],
        TaskSpec.KindOneofCase.User => User(task.User),
        TaskSpec.KindOneofCase.Group => Named("group", "groups", document.Groups, task.Group.Name),
        TaskSpec.KindOneofCase.Timer => Timer(task.Timer),
        TaskSpec.KindOneofCase.Sysctl => Sysctl(task.Sysctl),
        TaskSpec.KindOneofCase.Reboot => document.Reboot ? [] : ["the local policy does not allow a reboot. "
            + $"Set reboot = true in {file} on the node."],
        TaskSpec.KindOneofCase.AgentUpgrade => AgentUpgrade(task.AgentUpgrade),
        _ => ["this agent does not know its kind. Update the agent."],
    };

    private IEnumerable<string> FileRefusals(FileTask file)
    {
        foreach (var refusal in Target(file.Path, file.Mode)
                     .Concat(Account(file.Owner)).Concat(Account(file.Group)))
        {
            yield return refusal;
        }

        if (file.Validate.Count > 0 && !document.Validations.Contains(string.Join(' ', file.Validate)))
        {
            yield return NotAllowed("check of a file", string.Join(' ', file.Validate), "validations");
        }

        if (file.SelinuxType.Length > 0)
        {
            foreach (var refusal in Named("SELinux type", "selinux_types", document.SelinuxTypes, file.SelinuxType))
            {
                yield return refusal;
            }
        }

        // A unit file could start any program as root.
        if (IsBelow(file.Path, "/etc/systemd"))
        {
            foreach (var key in UnitFile.Keys(file.Content.ToStringUtf8()).Where(key => !document.UnitKeys.Contains(key)))
            {
                yield return NotAllowed($"key in {file.Path}", key, "unit_keys");
            }
        }
    }

    private IEnumerable<string> Mount(MountTask mount)
    {
        foreach (var refusal in Target(mount.Path, 0))
        {
            yield return refusal;
        }

        if (!document.MountTypes.Contains(mount.Type))
        {
            yield return NotAllowed("file system type", mount.Type, "mount_types");
        }

        if (mount.Source.Length == 0 || (mount.Source + mount.Options).Any(char.IsControl))
        {
            yield return "its source or options are empty or contain control characters.";
        }
    }

    private IEnumerable<string> Archive(ArchiveTask archive)
    {
        if (!Sha256().IsMatch(archive.Sha256))
        {
            yield return $"\"{archive.Sha256}\" is not a SHA-256 of 64 lower-case hex digits.";
        }

        if (archive.TopFolder.Length > 0 && !SafePath("/" + archive.TopFolder))
        {
            yield return $"\"{archive.TopFolder}\" is not a folder within an archive.";
        }

        foreach (var refusal in Target(archive.Path, 0)
                     .Concat(Account(archive.Owner)).Concat(Account(archive.Group)))
        {
            yield return refusal;
        }
    }

    private IEnumerable<string> Target(string path, uint mode)
    {
        if (!SafePath(path))
        {
            yield return $"\"{path}\" is not an absolute path without \"..\".";
        }
        else if (!AllowsPath(path))
        {
            yield return NotAllowed("path", path, "paths");
        }

        if (mode > 0b111_111_111)
        {
            yield return $"the mode 0{Convert.ToString(mode, 8)} has bits beyond 0777.";
        }
    }

    private IEnumerable<string> Account(string name) =>
        name is "" or "root" || document.Accounts.Contains(name) ? [] : [NotAllowed("account", name, "accounts")];

    /// <summary>A name that can be nothing but a name, and fits a pattern of the policy.</summary>
    private IEnumerable<string> Named(string what, string key, List<string> patterns, string name) =>
        SafeName().IsMatch(name) ? Pattern(what, key, patterns, name) : [$"\"{name}\" is not a name (of a {what})."];

    private IEnumerable<string> Pattern(string what, string key, List<string> patterns, string name) =>
        patterns.Exists(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
            ? []
            : [NotAllowed(what, name, key)];

    private string NotAllowed(string what, string name, string key) =>
        $"the local policy does not allow the {what} \"{name}\". Add it to {key} in {file} on the node.";

    private static bool SafePath(string path) =>
        path.StartsWith('/') && path.Length > 1 && !path.Any(char.IsControl)
        && path[1..].Split('/').All(part => part is not ("" or "." or ".."));

    private static bool IsBelow(string path, string prefix) =>
        path == prefix || path.StartsWith(prefix.TrimEnd('/') + "/", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._+-]*\z")]
    private static partial Regex SafeName();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Sha256();
}
