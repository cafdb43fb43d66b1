using System.Text.Json.Nodes;
using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>Tasks in few words.</summary>
internal static class SpecParts
{
    /// <summary>User of httpd and php-fpm on Enterprise Linux.</summary>
    public const string WebUser = "apache";

    public const string Php = "/usr/bin/php";

    public static NodeSpec Spec(string node, params IEnumerable<TaskSpec> tasks) =>
        new() { Node = node, Tasks = { tasks } };

    public static TaskSpec Boolean(string name) => new()
    {
        Id = $"selinux/{name}",
        SelinuxBoolean = new SelinuxBooleanTask { Name = name, Value = true },
    };

    public static TaskSpec TextFile(string id, string path, string content) => new()
    {
        Id = id,
        File = new FileTask { Path = path, Content = ByteString.CopyFromUtf8(content) },
    };

    /// <summary>PHP source with secrets: root writes, the web user reads, nobody else; checked before the swap.</summary>
    public static TaskSpec SecretPhp(string id, string path, string content) => new()
    {
        Id = id,
        File = new FileTask
        {
            Path = path,
            Content = ByteString.CopyFromUtf8(content),
            Mode = Octal("640"),
            Owner = "root",
            Group = WebUser,
            Sensitive = true,
            Validate = { Php, "-l", "{}" },
        },
    };

    public static TaskSpec Folder(string id, string path, string octalMode) => new()
    {
        Id = id,
        Directory = new DirectoryTask { Path = path, Mode = Octal(octalMode), Owner = WebUser, Group = WebUser },
    };

    public static TaskSpec Link(string id, string path, string target) => new()
    {
        Id = id,
        Link = new LinkTask { Path = path, Target = target, Owner = WebUser, Group = WebUser },
    };

    public static TaskSpec Unit(string name, string[] reload, string[] restart) => new()
    {
        Id = $"app/{name}",
        Unit = new UnitTask
        {
            Name = name,
            Enabled = true,
            Running = true,
            ReloadWhenChanged = { reload },
            RestartWhenChanged = { restart },
        },
    };

    /// <summary>A script of the product or of ours, as the web user.</summary>
    public static TaskSpec Script(string id, string script, string folder, params string[] arguments) => new()
    {
        Id = id,
        ProductCommand = new ProductCommandTask
        {
            Program = Php,
            Arguments = { arguments.Prepend(script) },
            RunAs = WebUser,
            WorkingDirectory = folder,
        },
    };

    public static uint Octal(string mode) => Convert.ToUInt32(mode, 8);

    public static ByteString Json(JsonNode value) => ByteString.CopyFromUtf8(value.ToJsonString());
}
