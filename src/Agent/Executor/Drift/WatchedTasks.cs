using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Drift;

/// <summary>Which tasks are looked at for drift, and which files tell of it at once.</summary>
internal static class WatchedTasks
{
    /// <summary>The tasks that can be looked at again and again: no programs of the product, no reboot, nothing on a file
    /// system whose server may be away.</summary>
    /// <param name="mounts">Mount points of all parts.</param>
    public static NodeSpec Of(NodeSpec spec, IReadOnlyList<string> mounts)
    {
        var watched = new NodeSpec { Node = spec.Node };
        watched.Tasks.AddRange(spec.Tasks.Where(task =>
            task.KindCase is not (TaskSpec.KindOneofCase.Command or TaskSpec.KindOneofCase.ProductCommand
                or TaskSpec.KindOneofCase.Reboot or TaskSpec.KindOneofCase.AgentUpgrade)
            && !IsOn(mounts, PathOf(task)) && !IsOn(mounts, task.Link?.Target)));
        return watched;
    }

    /// <summary>Mount points of a part.</summary>
    public static IEnumerable<string> Mounts(NodeSpec spec) =>
        spec.Tasks.Where(task => task.KindCase == TaskSpec.KindOneofCase.Mount).Select(task => task.Mount.Path);

    /// <summary>Files and folders whose change may be drift.</summary>
    public static IEnumerable<string> Files(NodeSpec spec) => spec.Tasks.SelectMany(task => task.KindCase switch
    {
        TaskSpec.KindOneofCase.Mount => ["/etc/fstab"],
        TaskSpec.KindOneofCase.Sysctl => [$"/etc/sysctl.d/99-moodle-node-agent-{task.Sysctl.Key}.conf"],
        TaskSpec.KindOneofCase.Repository =>
            [$"/etc/yum.repos.d/{task.Repository.Id}.repo", $"/etc/pki/rpm-gpg/RPM-GPG-KEY-{task.Repository.Id}"],
        TaskSpec.KindOneofCase.Timer =>
            [$"/etc/systemd/system/mna-{task.Timer.Name}.timer", $"/etc/systemd/system/mna-{task.Timer.Name}.service"],
        TaskSpec.KindOneofCase.User or TaskSpec.KindOneofCase.Group => ["/etc/passwd", "/etc/group"],
        TaskSpec.KindOneofCase.ModuleStream => [$"/etc/dnf/modules.d/{task.ModuleStream.Name}.module"],
        _ => PathOf(task) is { } path ? [path] : Array.Empty<string>(),
    });

    private static bool IsOn(IReadOnlyList<string> mounts, string? path) => path is not null
        && mounts.Any(mount => path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal));

    private static string? PathOf(TaskSpec task) => task.KindCase switch
    {
        TaskSpec.KindOneofCase.File => task.File.Path,
        TaskSpec.KindOneofCase.Directory => task.Directory.Path,
        TaskSpec.KindOneofCase.Ownership => task.Ownership.Path,
        TaskSpec.KindOneofCase.Archive => task.Archive.Path,
        TaskSpec.KindOneofCase.SelinuxContext => task.SelinuxContext.Path,
        TaskSpec.KindOneofCase.Link => task.Link.Path,
        _ => null,
    };
}
