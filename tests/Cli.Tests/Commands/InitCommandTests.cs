using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Commands;

[Trait("Ring", "cloud")]
public sealed class InitCommandTests(LocalAccount account) : IClassFixture<LocalAccount>, IAsyncLifetime
{
    public Task InitializeAsync() => account.CalmAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Init_finds_the_compartment_by_name_and_writes_a_site_file_that_is_valid()
    {
        await using var session = await Session.StartAsync();
        var file = session.PathOf("site.yaml");

        var exit = await RunAsync(session, "init", file, "--site", "college", "--compartment", "sites");

        Assert.True(exit == 0, session.Error);
        var read = SiteFileReader.Read(file, await File.ReadAllTextAsync(file));
        Assert.Empty(read.Problems);
        Assert.Equal("college", read.Site!.Name);
        Assert.Equal(
            new CloudSpec
            {
                Provider = "oci", Profile = "DEFAULT", Compartment = account.Compartment, Region = "eu-frankfurt-1",
            },
            read.Site.Cloud);
        Assert.Empty((await account.RequestsAsync()).Changes);
    }

    [Fact]
    public async Task At_a_terminal_init_asks_and_an_empty_line_takes_the_default()
    {
        await using var session = await Session.StartAsync();
        session.Input = new StringReader("\nsites\n\n");
        var file = session.PathOf("site.yaml");

        Assert.Equal(0, await RunAsync(session, "init", file));

        Assert.Contains("Compartment (sites): ", session.Output, StringComparison.Ordinal);
        Assert.Equal("campus", SiteFileReader.Read(file, await File.ReadAllTextAsync(file)).Site!.Name);
    }

    [Fact]
    [Trait("Feature", "54")]
    public async Task Init_tells_programs_in_JSON_what_it_wrote()
    {
        await using var session = await Session.StartAsync();
        var file = session.PathOf("site.yaml");

        Assert.Equal(0, await RunAsync(session, "init", file, "--compartment", "sites", "--json"));

        var told = JsonNode.Parse(session.Output)!;
        Assert.Equal(
            (file, "campus", "eu-frankfurt-1", account.Compartment),
            ($"{told["file"]}", $"{told["site"]}", $"{told["region"]}", $"{told["compartment"]}"));
    }

    [Fact]
    public async Task A_site_file_that_is_there_is_never_overwritten()
    {
        await using var session = await Session.StartAsync();
        var file = session.Write("site.yaml", "mine");

        Assert.Equal(2, await RunAsync(session, "init", file, "--compartment", "sites"));

        Assert.Equal("mine", await File.ReadAllTextAsync(file));
        Assert.Contains("never overwritten", session.Error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Feature", "59")]
    [InlineData("--compartment", "nowhere", "There is no compartment \"nowhere\"")]
    [InlineData("--compartment", "ocid1.compartment.oc1..aaaaaaaaother", "is not in the tenancy")]
    [InlineData("--compartment", "ocid1.tenancy.oc1..aaaaaaaaother", "belongs to another tenancy")]
    [InlineData("--region", "us-phoenix-1", "has not subscribed to the region us-phoenix-1. Its regions: eu-frankfurt-1")]
    [InlineData("--profile", "OTHER", "has no profile [OTHER]. Profiles in it: DEFAULT")]
    [InlineData("--site", "Not A Name", "cannot be a name")]
    public async Task A_wrong_answer_is_told_and_nothing_is_written(string option, string value, string told)
    {
        await using var session = await Session.StartAsync();
        var file = session.PathOf("site.yaml");
        string[] more = option == "--compartment" ? [option, value] : ["--compartment", "sites", option, value];

        Assert.Equal(2, await RunAsync(session, ["init", file, .. more]));

        Assert.Contains(told, session.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task Without_any_rights_init_says_whose_rights_are_missing()
    {
        await account.SetAsync("faults", new JsonObject
        {
            ["operation"] = "*", ["kind"] = "answer", ["status"] = 404, ["code"] = "NotAuthorizedOrNotFound",
            ["message"] = "Authorization failed or requested resource not found.", ["times"] = 100,
        });
        await using var session = await Session.StartAsync();

        Assert.Equal(1, await RunAsync(session, "init", session.PathOf("site.yaml"), "--compartment", "sites"));

        Assert.Contains("profile DEFAULT has no right to see it", session.Error, StringComparison.Ordinal);
        Assert.Contains("moodlectl preflight", session.Error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Feature", "59")]
    [InlineData("key_file=", "key_file=/nowhere", "Cannot read the key /nowhere")]
    [InlineData("region=eu-frankfurt-1", "", "names no region. Give --region")]
    public async Task A_profile_that_cannot_be_used_is_explained(string from, string to, string told)
    {
        await using var session = await Session.StartAsync();

        Assert.Equal(
            2,
            await session.RunAsync([
                "init", session.PathOf("site.yaml"), "--compartment", "sites", .. account.OptionsWith(from, to)]));

        Assert.Contains(told, session.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task A_key_that_the_cloud_does_not_know_is_told_as_such()
    {
        await using var session = await Session.StartAsync();

        Assert.Equal(
            1,
            await session.RunAsync([
                "init", session.PathOf("site.yaml"), "--compartment", "sites",
                .. account.OptionsWith("user=ocid1.user.oc1..", "user=ocid1.user.oc1..x")]));

        Assert.Contains("does not accept the key of profile DEFAULT", session.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("clock", session.Error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Feature", "59")]
    [InlineData(10, "10 minutes ahead of the cloud's")]
    [InlineData(-10, "10 minutes behind the cloud's")]
    public async Task A_laptop_clock_ten_minutes_off_is_told_as_such(int minutes, string told)
    {
        await using var session = await Session.StartAsync();
        session.Clock = new WrongClock(TimeSpan.FromMinutes(minutes));

        Assert.Equal(1, await RunAsync(session, "init", session.PathOf("site.yaml"), "--compartment", "sites"));

        Assert.Contains(told, session.Error, StringComparison.Ordinal);
        Assert.Contains("timedatectl set-ntp true", session.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task A_session_token_that_has_ended_is_told_with_its_remedy()
    {
        await using var session = await Session.StartAsync();
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes("{\"exp\":1700000000}"));
        var token = session.Write("token", $"e30.{claims}.c2lnbmF0dXJl");

        Assert.Equal(
            2,
            await session.RunAsync([
                "init", session.PathOf("site.yaml"), "--compartment", "sites",
                .. account.OptionsWith("region=", $"security_token_file={token}\nregion=")]));

        Assert.Contains("ended at 2023-11-14 22:13 UTC", session.Error, StringComparison.Ordinal);
        Assert.Contains("oci session authenticate --profile-name DEFAULT", session.Error, StringComparison.Ordinal);
    }

    private Task<int> RunAsync(Session session, params string[] arguments) =>
        session.RunAsync([.. arguments, .. account.Options]);
}
