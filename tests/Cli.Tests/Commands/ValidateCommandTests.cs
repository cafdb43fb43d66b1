namespace MoodleNodeAgent.Cli.Commands;

public sealed class ValidateCommandTests
{
    [Fact]
    public async Task A_good_site_file_is_valid_without_a_coordinator()
    {
        await using var session = await Session.StartAsync();
        var site = session.WriteSite("");

        Assert.Equal(0, await session.RunAsync("validate", site, "--socket", "/nowhere"));
        Assert.Equal($"{site}: valid.\n", session.Output);
        Assert.Equal("", session.Error);
    }

    [Fact]
    public async Task A_bad_site_file_exits_with_2_and_all_problems()
    {
        await using var session = await Session.StartAsync();
        var site = session.WriteSite("nodes: { count: 0 }\nbalancr: {}\n");

        Assert.Equal(2, await session.RunAsync("validate", site));
        Assert.Equal(
            $"""
            {site}:5:10: nodes.count: 0 nodes cannot be. Write 1 to 200.
            {site}:6:1: balancr: there is no such key. Did you mean balancer?

            """,
            session.Error);
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task A_missing_archive_is_told_together_with_all_other_problems()
    {
        await using var session = await Session.StartAsync();
        var site = session.Write(
            "site.yaml",
            """
            site: demo
            release: { archive: none.tgz }
            cloud: { provider: local }
            nodes: { count: 0 }

            """);

        Assert.Equal(2, await session.RunAsync("plan", site));
        string[] lines = session.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"{site}:2:12: release.archive: cannot use ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{site}:4:10: nodes.count: ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_that_is_not_there_yet_is_a_warning()
    {
        await using var session = await Session.StartAsync();
        var site = session.Write("site.yaml", "site: demo\nrelease: { archive: none.tgz }\ncloud: { provider: local }\n");

        Assert.Equal(0, await session.RunAsync("validate", site));
        Assert.StartsWith($"{site}:2:12: warning: release.archive: there is no file ", session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_file_that_cannot_be_read_exits_with_2()
    {
        await using var session = await Session.StartAsync();

        Assert.Equal(2, await session.RunAsync("validate", session.PathOf("none.yaml")));
        Assert.StartsWith("Cannot read the site file ", session.Error, StringComparison.Ordinal);
    }
}
