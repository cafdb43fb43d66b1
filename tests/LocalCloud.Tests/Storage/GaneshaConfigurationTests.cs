namespace MoodleNodeAgent.LocalCloud.Storage;

[Trait("Feature", "8")]
public sealed class GaneshaConfigurationTests
{
    private static readonly ExportOptionSpec s_option = new()
    {
        Source = "10.0.1.0/24",
        RequirePrivilegedSourcePort = true,
        IsReadOnly = false,
        IdentitySquash = "NONE",
        AnonymousUid = 65534,
        AnonymousGid = 65533,
    };

    [Fact]
    public void An_option_becomes_a_client_block_with_its_access()
    {
        Assert.Equal(
            "CLIENT { Clients = 10.0.1.0/24; Access_Type = RW; Squash = No_Root_Squash; Anonymous_Uid = 65534; "
            + "Anonymous_Gid = 65533; PrivilegedPort = true; }",
            ClientsOf(s_option)[0]);
    }

    [Theory]
    [InlineData("ROOT", "Squash = Root_Squash;")]
    [InlineData("ALL", "Squash = All_Squash;")]
    public void Each_squash_has_its_word(string squash, string expected) =>
        Assert.Contains(expected, ClientsOf(s_option with { IdentitySquash = squash })[0], StringComparison.Ordinal);

    [Fact]
    public void Everybody_is_a_star_because_the_parser_refuses_a_network_of_length_0() =>
        Assert.Contains(
            "Clients = *;", ClientsOf(s_option with { Source = "0.0.0.0/0" })[0], StringComparison.Ordinal);

    [Fact]
    public void Options_keep_their_order_and_the_clouds_own_look_comes_last()
    {
        IReadOnlyList<string> clients = ClientsOf(s_option with { Source = "10.0.1.7" }, s_option);

        Assert.Contains("10.0.1.7;", clients[0], StringComparison.Ordinal);
        Assert.Contains("10.0.1.0/24;", clients[1], StringComparison.Ordinal);
        Assert.Contains("127.0.0.1; Access_Type = MDONLY_RO;", clients[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_would_end_its_quotes_is_refused() =>
        Assert.Throws<ArgumentException>(() => Write("/a\"; Access_Type = RW; \"", s_option));

    private static List<string> ClientsOf(params ExportOptionSpec[] options) =>
    [
        .. Write("/moodledata", options).Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("CLIENT", StringComparison.Ordinal)),
    ];

    private static string Write(string path, params ExportOptionSpec[] options) => GaneshaConfiguration.Write(
        "/plugins",
        "/recovery",
        [
            new NumberedExport(
                1,
                "/files",
                new ExportSpec { ExportId = "e", FileSystemId = "f", Path = path, Options = options }),
        ]);
}
