using MoodleNodeAgent.Agent.Executor.Host;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A file of the host's settings whose place and form the agent itself chooses: root's, 0644, in a folder that
/// only root can write.</summary>
/// <param name="Content">Null: the file has to be absent.</param>
internal sealed record ManagedFile(string Path, byte[]? Content)
{
    /// <summary>What differs, as a diff; null when it is as wanted.</summary>
    public string? Difference(TaskContext context)
    {
        var path = context.Root.Map(Path);
        var status = Native.Status(path);
        if (status is not null and not { Kind: FileKind.Regular })
        {
            return $"{Path}: {status.Value.Kind} -> {(Content is null ? "absent" : "Regular")}";
        }

        var present = status is null ? null : File.ReadAllBytes(path);
        if (Content is null)
        {
            return present is null ? null : $"{Path}: present -> absent";
        }

        if (present is null || !present.AsSpan().SequenceEqual(Content))
        {
            return TextDiff.Of(Path, present, Content);
        }

        return status!.Value.Mode == Modes.File
            ? null
            : $"mode of {Path}: {Modes.Octal(status.Value.Mode)} -> {Modes.Octal(Modes.File)}";
    }

    /// <summary>Writes or removes the file when it differs; the previous version is kept.</summary>
    public void Converge(TaskContext context)
    {
        if (Difference(context) is null)
        {
            return;
        }

        var path = context.Root.Map(Path);
        if (Native.Status(path) is { Kind: FileKind.Regular })
        {
            context.KeepPrevious(Path, File.ReadAllBytes(path));
        }

        if (Content is null)
        {
            File.Delete(path);
            return;
        }

        context.CreateParents(Path);
        AtomicFile.Write(path, Content, Modes.File, context.Accounts.Require("root", "root"));
    }
}
