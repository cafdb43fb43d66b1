using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A user as it is; Present null: there is none.</summary>
/// <param name="Groups">Groups that list the user as a member.</param>
internal sealed record UserState(UserAccount? Present, string Group, IReadOnlyList<string> Groups);

/// <summary>A system user that cannot log in.</summary>
internal sealed class UserConverger(UserTask spec) : NodeTask<UserState>
{
    private const string NoLogin = "/sbin/nologin";
    private readonly string group = spec.Group.Length == 0 ? spec.Name : spec.Group;
    private readonly string home = spec.Home.Length == 0 ? "/" : spec.Home;

    protected override Task<UserState> ObserveAsync(TaskContext context, CancellationToken cancellation)
    {
        var present = context.Accounts.User(spec.Name);
        return Task.FromResult(new UserState(
            present,
            present is null ? "absent" : context.Accounts.GroupName(present.Gid),
            context.Accounts.GroupsOf(spec.Name)));
    }

    protected override IReadOnlyList<string> Compare(UserState state, TaskContext context)
    {
        if (state.Present is not { } present)
        {
            return [$"user {spec.Name}: absent -> present"];
        }

        List<string> differences = [];
        Differ("group", state.Group, group);
        Differ("home", present.Home, home);
        Differ("shell", present.Shell, NoLogin);
        if (Missing(state) is { Count: > 0 } missing)
        {
            differences.Add($"groups: not in -> in {string.Join(", ", missing)}");
        }

        return differences;

        void Differ(string key, string old, string wanted)
        {
            if (old != wanted)
            {
                differences.Add($"{key}: {old} -> {wanted}");
            }
        }
    }

    protected override Task ConvergeAsync(UserState state, TaskContext context, CancellationToken cancellation)
    {
        List<string> arguments = ["--home-dir", home, "--shell", NoLogin];
        var missing = Missing(state);
        if (state.Present is null)
        {
            arguments.InsertRange(0, ["--system", "--no-create-home"]);
            // A group that another task made; else one is made along.
            arguments.AddRange(context.Accounts.GroupId(group) is null && group == spec.Name
                ? ["--user-group"]
                : ["--gid", group]);
        }
        else
        {
            arguments = ["--home", home, "--shell", NoLogin, "--gid", group];
        }

        if (missing.Count > 0)
        {
            arguments.AddRange(state.Present is null ? ["--groups"] : ["--append", "--groups"]);
            arguments.Add(string.Join(',', missing));
        }

        return context.RequireAsync(
            new ProcessRequest
            {
                Program = state.Present is null ? "/usr/sbin/useradd" : "/usr/sbin/usermod",
                Arguments = [.. arguments, spec.Name],
                OutsideSandbox = true,
                Timeout = context.Limits.Query,
            },
            "user-failed", $"set up the user {spec.Name}", cancellation);
    }

    private List<string> Missing(UserState state) => [.. spec.Groups.Except(state.Groups)];
}
