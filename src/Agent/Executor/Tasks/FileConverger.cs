using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A regular file as it is.</summary>
/// <param name="Resolved">Where it really is.</param>
/// <param name="Kind">Null: there is none.</param>
/// <param name="Label">SELinux type; null where the kernel has no SELinux.</param>
internal sealed record FileState(
    string Resolved, FileKind? Kind, byte[]? Content, uint Mode, string Owner, string Group, string? Label = null);

/// <summary>A regular file with exactly this content.</summary>
internal sealed class FileConverger(FileTask spec) : NodeTask<FileState>
{
    private readonly byte[] wanted = spec.Content.ToByteArray();
    private readonly uint mode = spec.Mode == 0 ? Modes.File : spec.Mode;
    private readonly string owner = Modes.OrRoot(spec.Owner);
    private readonly string group = Modes.OrRoot(spec.Group);

    protected override async Task<FileState> ObserveAsync(TaskContext context, CancellationToken cancellation)
    {
        var resolved = context.Resolve(spec.Path);
        return await context.WithinAsync(spec.Path, () => Read(resolved, context), cancellation);
    }

    protected override IReadOnlyList<string> Compare(FileState state, TaskContext context)
    {
        List<string> differences = [];
        if (state.Kind is not null and not FileKind.Regular)
        {
            differences.Add($"kind: {state.Kind} -> Regular");
        }

        if (state.Content is null || !state.Content.AsSpan().SequenceEqual(wanted))
        {
            differences.Add(spec.Sensitive
                ? $"content: {(state.Content is null ? "absent" : "(sensitive)")} -> (sensitive)"
                : TextDiff.Of(spec.Path, state.Content, wanted));
        }

        var exists = state.Kind is not null;
        Differ(differences, "mode", exists ? Modes.Octal(state.Mode) : "absent", Modes.Octal(mode));
        Differ(differences, "owner", exists ? state.Owner : "absent", owner);
        Differ(differences, "group", exists ? state.Group : "absent", group);
        if (spec.SelinuxType.Length > 0 && state.Label is { } label)
        {
            Differ(differences, "SELinux type", label, spec.SelinuxType);
        }

        return differences;
    }

    protected override async Task ConvergeAsync(FileState state, TaskContext context, CancellationToken cancellation)
    {
        if (state.Kind == FileKind.Directory)
        {
            throw new TaskException(
                "path-is-folder", $"Cannot write {spec.Path}: a folder is in its place. Remove it by hand.");
        }

        var ids = context.Accounts.Require(owner, group);
        using var place = PinnedPath.Make(context.Root, state.Resolved);
        if (state.Content is not null)
        {
            context.KeepPrevious(state.Resolved, state.Content);
        }

        var path = place.Path;
        var temporary = AtomicFile.WriteTemporary(path, wanted, mode, ids);
        try
        {
            if (spec.SelinuxType.Length > 0 && SelinuxLabel.IsEnabled(context.Root))
            {
                Native.SetLabel(temporary, SelinuxLabel.OfType(spec.SelinuxType));
            }

            // The program has a /proc/self of its own, so it gets the path as people know it.
            await ValidateAsync(
                context.Root.Map(Path.Join(Path.GetDirectoryName(state.Resolved), Path.GetFileName(temporary))), context,
                cancellation);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        AtomicFile.Swap(temporary, path);
        AtomicFile.RemoveLeftOvers(path);
        await LabelAsync(state.Resolved, context, cancellation);
    }

    private async Task ValidateAsync(string temporary, TaskContext context, CancellationToken cancellation)
    {
        if (spec.Validate.Count == 0)
        {
            return;
        }

        var request = new ProcessRequest
        {
            Program = spec.Validate[0],
            Arguments = [.. spec.Validate.Skip(1).Select(argument => argument.Replace("{}", temporary, StringComparison.Ordinal))],
            Timeout = context.Limits.Query,
        };
        var outcome = await context.Processes.RunAsync(request, cancellation);
        if (outcome.ExitCode != 0)
        {
            // What a validator prints may quote the content.
            var said = spec.Sensitive ? "(output hidden, the file is sensitive)" : outcome.Tail(context.Limits.ErrorTail);
            throw new TaskException(
                "validation-failed",
                $"Cannot write {spec.Path}: {spec.Validate[0]} refused the new content with {outcome.ExitCode}: {said}");
        }
    }

    /// <summary>A file made in its own folder mostly has the right SELinux label already; the policy has exceptions.</summary>
    private async Task LabelAsync(string path, TaskContext context, CancellationToken cancellation)
    {
        if (spec.SelinuxType.Length > 0 || !SelinuxLabel.IsEnabled(context.Root)
            || !File.Exists(context.Root.Map("/usr/sbin/restorecon")))
        {
            return;
        }

        await context.RequireAsync(
            new ProcessRequest { Program = "/usr/sbin/restorecon", Arguments = [path], Timeout = context.Limits.Query },
            "label-failed", $"set the SELinux label of {path}", cancellation);
    }

    private static FileState Read(string resolved, TaskContext context)
    {
        var labelled = SelinuxLabel.IsEnabled(context.Root);
        using var place = PinnedPath.Find(context.Root, resolved);
        using var file = place?.OpenTarget();
        if (file is null)
        {
            return new FileState(resolved, null, null, 0, "", "", labelled ? "absent" : null);
        }

        var status = Native.Status(file);
        return new FileState(
            resolved,
            status.Kind,
            // By the handle: a link that somebody swaps in would show a file of root's in the diff.
            status.Kind == FileKind.Regular ? File.ReadAllBytes($"/proc/self/fd/{file.DangerousGetHandle()}") : null,
            status.Mode,
            context.Accounts.UserName(status.Uid),
            context.Accounts.GroupName(status.Gid),
            labelled ? SelinuxLabel.TypeOf(Native.Label(place!.Path) ?? "not labelled") : null);
    }

    private static void Differ(List<string> differences, string key, string old, string wanted)
    {
        if (old != wanted)
        {
            differences.Add($"{key}: {old} -> {wanted}");
        }
    }
}
