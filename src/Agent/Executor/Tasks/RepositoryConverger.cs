using System.Text;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A dnf repository: its file and the key that signs its packages.</summary>
internal sealed class RepositoryConverger(RepositoryTask spec) : NodeTask<IReadOnlyList<string>>
{
    // The key first: a repository without its key would fail each use of dnf.
    private readonly ManagedFile[] files =
    [
        new($"/etc/pki/rpm-gpg/RPM-GPG-KEY-{spec.Id}", spec.GpgKey.ToByteArray()),
        new($"/etc/yum.repos.d/{spec.Id}.repo", Encoding.UTF8.GetBytes(Text(spec))),
    ];

    protected override Task<IReadOnlyList<string>> ObserveAsync(TaskContext context, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([.. files.Select(file => file.Difference(context)).OfType<string>()]);

    protected override IReadOnlyList<string> Compare(IReadOnlyList<string> state, TaskContext context) => state;

    protected override Task ConvergeAsync(
        IReadOnlyList<string> state, TaskContext context, CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            file.Converge(context);
        }

        return Task.CompletedTask;
    }

    private static string Text(RepositoryTask spec) => $"""
        [{spec.Id}]
        name={(spec.Name.Length == 0 ? spec.Id : spec.Name)}
        baseurl={spec.BaseUrl}
        enabled={(spec.Disabled ? 0 : 1)}
        gpgcheck=1
        gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-{spec.Id}

        """;
}
