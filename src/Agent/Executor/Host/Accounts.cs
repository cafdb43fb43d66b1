using System.Globalization;

namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>A user of the host.</summary>
internal sealed record UserAccount(uint Gid, string Home, string Shell);

/// <summary>Users and groups of the host's own files; read anew at each question, since packages add some.</summary>
internal sealed class Accounts(HostRoot root)
{
    /// <summary>Id of a user, or null when the host has none of this name.</summary>
    public uint? UserId(string name) => Find("/etc/passwd", name);

    /// <summary>Id of a group, or null when the host has none of this name.</summary>
    public uint? GroupId(string name) => Find("/etc/group", name);

    /// <summary>Name of a user; the number when there is none.</summary>
    public string UserName(uint id) => NameOf("/etc/passwd", id);

    /// <summary>Name of a group; the number when there is none.</summary>
    public string GroupName(uint id) => NameOf("/etc/group", id);

    /// <summary>A user, or null when the host has none of this name.</summary>
    public UserAccount? User(string name) =>
        Lines("/etc/passwd").Where(fields => fields[0] == name && fields.Length >= 7 && Number(fields[3]) is not null)
            .Select(fields => new UserAccount(Number(fields[3])!.Value, fields[5], fields[6])).FirstOrDefault();

    /// <summary>Groups that list a user as a member.</summary>
    public IReadOnlyList<string> GroupsOf(string user) =>
        [.. Lines("/etc/group").Where(fields => fields.Length >= 4 && fields[3].Split(',').Contains(user))
            .Select(fields => fields[0])];

    /// <summary>Ids of a user and a group that have to exist.</summary>
    public (uint Uid, uint Gid) Require(string user, string group) => (
        UserId(user) ?? throw new TaskException(
            "user-missing", $"Cannot give a file to user {user}: /etc/passwd has none of this name. Install its package."),
        GroupId(group) ?? throw new TaskException(
            "group-missing", $"Cannot give a file to group {group}: /etc/group has none of this name. Install its package."));

    // A line is "apache:x:48:48:Apache:/usr/share/httpd:/sbin/nologin", in /etc/group "apache:x:48:".
    private uint? Find(string file, string name) =>
        Lines(file).Where(fields => fields[0] == name).Select(fields => (uint?)Number(fields[2])).FirstOrDefault();

    private string NameOf(string file, uint id) =>
        Lines(file).Where(fields => Number(fields[2]) == id).Select(fields => fields[0]).FirstOrDefault()
        ?? id.ToString(CultureInfo.InvariantCulture);

    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private IEnumerable<string[]> Lines(string file) =>
        (File.Exists(root.Map(file)) ? File.ReadLines(root.Map(file)) : [])
        .Select(line => line.Split(':')).Where(fields => fields.Length >= 3);
}
