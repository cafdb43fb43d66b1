using System.Text;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Cli.NodeTasks;

public sealed class TaskWordsTests
{
    [Fact]
    public void Lists_enums_flags_octal_numbers_and_text_become_the_task()
    {
        Assert.Equal(
            new TaskSpec
            {
                Id = "task/package",
                Package = new PackageTask { Names = { "nfs-utils", "httpd" }, State = PackageState.Removed },
            },
            TaskWords.Read("package", ["names=nfs-utils,httpd", "state=removed"]));
        Assert.Equal(
            new TaskSpec
            {
                Id = "task/file",
                File = new FileTask { Path = "/etc/motd", Content = Google.Protobuf.ByteString.CopyFromUtf8("a=b"), Mode = 416 },
            },
            TaskWords.Read("file", ["path=/etc/motd", "content=a=b", "mode=0640"]));
        Assert.Equal(
            new TaskSpec
            {
                Id = "task/selinux-boolean",
                SelinuxBoolean = new SelinuxBooleanTask { Name = "httpd_use_nfs", Value = true },
            },
            TaskWords.Read("selinux_boolean", ["name=httpd_use_nfs", "value=true"]));
    }

    [Fact]
    public void Content_can_come_from_a_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "hello\n");
            Assert.Equal(
                "hello\n", Encoding.UTF8.GetString(TaskWords.Read("file", [$"content=@{path}"]).File.Content.Span));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("pakage", "", "Use one of: package, file")]
    [InlineData("package", "name=httpd", "one of: names, state, version, repository")]
    [InlineData("package", "httpd", "NAME=VALUE")]
    [InlineData("package", "state=gone", "installed, removed")]
    [InlineData("file", "mode=rw", "octal")]
    [InlineData("file", "mode=0999", "octal")]
    [InlineData("file", "sensitive=yes", "true or false")]
    [InlineData("file", "content=@/no/such/file", "cannot read /no/such/file")]
    public void A_word_that_cannot_be_is_told_with_what_can(string kind, string word, string remedy)
    {
        var failure = Assert.Throws<CommandFailure>(() => TaskWords.Read(kind, word.Length == 0 ? [] : [word]));

        Assert.Equal(2, failure.ExitCode);
        Assert.Contains(remedy, failure.Message, StringComparison.Ordinal);
    }
}
