using System.Text.Json.Nodes;

namespace MoodleNodeAgent.Cli.Commands;

[Trait("Ring", "cloud")]
public sealed class PreflightCommandTests(LocalAccount account) : IClassFixture<LocalAccount>, IAsyncLifetime
{
    private const string Domain = "Locl:EU-FRANKFURT-1-AD-1";

    public Task InitializeAsync() => account.CalmAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Feature", "10")]
    [Trait("Feature", "11")]
    public async Task Preflight_finds_an_account_ready_and_changes_nothing()
    {
        await using var session = await Session.StartAsync();

        var exit = await RunAsync(session, "budget: 5000\n");

        Assert.True(exit == 0, session.Output + session.Error);
        foreach (var part in (string[])
            ["credentials", "clock", "region", "compartment", "limits", "capacity", "image", "network", "database",
                "rights", "single point", "price"])
        {
            Assert.Contains($"  {part}  ", session.Output, StringComparison.Ordinal);
        }

        Assert.Contains("home region eu-frankfurt-1", session.Output, StringComparison.Ordinal);
        Assert.Contains($"standard-a1-core-count in {Domain}: 200 left, 2 needed", session.Output, StringComparison.Ordinal);
        Assert.Contains("FAULT-DOMAIN-3", session.Output, StringComparison.Ordinal);
        Assert.Contains("Oracle-Linux-9", session.Output, StringComparison.Ordinal);
        Assert.Contains("live in one availability domain", session.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"Allow group moodle-operators to manage mysql-family in compartment id {account.Compartment}",
            session.Output, StringComparison.Ordinal);
        Assert.Contains("VNIC_CREATE", session.Output, StringComparison.Ordinal);
        Assert.Contains("database/replica-2", session.Output, StringComparison.Ordinal);
        Assert.Contains("budget 5000.00 USD", session.Output, StringComparison.Ordinal);
        var (changes, calls) = await account.RequestsAsync();
        Assert.Empty(changes);
        Assert.True(calls > 20, $"only {calls} calls were seen");
    }

    [Fact]
    [Trait("Feature", "54")]
    public async Task Preflight_tells_programs_in_JSON()
    {
        await using var session = await Session.StartAsync();

        Assert.Equal(0, await RunAsync(session, "", "--json"));

        var told = JsonNode.Parse(session.Output)!;
        Assert.True(told["ready"]!.GetValue<bool>());
        Assert.True(told["seconds"]!.GetValue<double>() < 10);
        Assert.NotEmpty(told["policies"]!.AsArray());
        Assert.Equal(
            told["price"]!["monthly"]!.GetValue<double>(),
            told["price"]!["steps"]!.AsArray().Sum(step => step!["monthly"]!.GetValue<double>()), 1);
        Assert.Equal("2026-11-23", $"{told["price"]!["as_of"]}");
    }

    [Fact]
    [Trait("Feature", "10")]
    [Trait("Feature", "59")]
    public async Task What_is_in_the_way_is_all_told_at_once()
    {
        await account.SetAsync("limits", new JsonObject
        {
            ["name"] = "standard-a1-core-count", ["value"] = 1, ["availabilityDomain"] = Domain,
        });
        await account.SetAsync("limits", new JsonObject { ["name"] = "mysql-db-system-count", ["value"] = 0 });
        await account.SetAsync("capacity", new JsonObject { ["shape"] = "VM.Standard.A1.Flex" });
        await using var session = await Session.StartAsync();

        Assert.Equal(1, await RunAsync(session, "budget: 10\n"));

        Assert.Contains($"standard-a1-core-count in {Domain}: 1 left, 2 needed", session.Output, StringComparison.Ordinal);
        Assert.Contains("mysql-db-system-count in eu-frankfurt-1: 0 left, 1 needed", session.Output, StringComparison.Ordinal);
        Assert.Contains($"VM.Standard.A1.Flex in {Domain}: FAULT-DOMAIN-1 0, FAULT-DOMAIN-2 0", session.Output, StringComparison.Ordinal);
        Assert.Contains("above the budget of 10.00 USD", session.Output, StringComparison.Ordinal);
        Assert.Contains("Request increase", session.Output, StringComparison.Ordinal);
        Assert.Contains("An apply would fail.", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "4")]
    public async Task A_shape_without_room_is_a_warning_when_the_next_one_has_room()
    {
        await account.SetAsync("capacity", new JsonObject { ["shape"] = "VM.Standard.A1.Flex" });
        await using var session = await Session.StartAsync();

        Assert.Equal(0, await RunAsync(session, "nodes: { shapes: [VM.Standard.A1.Flex, VM.Standard.A2.Flex] }\n"));

        Assert.Contains($"warning  capacity      VM.Standard.A1.Flex in {Domain}", session.Output, StringComparison.Ordinal);
        Assert.Contains("An apply goes on to the next place or shape.", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_laptop_clock_ten_minutes_off_is_told_and_the_price_still_stands()
    {
        await using var session = await Session.StartAsync();
        session.Clock = new WrongClock(TimeSpan.FromMinutes(10));

        Assert.Equal(1, await RunAsync(session, ""));

        Assert.Contains("failed   clock         This machine's clock is 10 minutes ahead", session.Output, StringComparison.Ordinal);
        Assert.Contains("Price a month", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task Missing_rights_on_one_service_name_it()
    {
        await account.SetAsync("faults", new JsonObject
        {
            ["operation"] = "ListDbSystems", ["kind"] = "answer", ["status"] = 404,
            ["code"] = "NotAuthorizedOrNotFound", ["message"] = "Not found.", ["times"] = 100,
        });
        await using var session = await Session.StartAsync();

        Assert.Equal(1, await RunAsync(session, ""));

        Assert.Contains("profile DEFAULT may not read mysql-family", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_VCN_of_the_same_range_is_a_warning()
    {
        await using var session = await Session.StartAsync();
        using var opened = Cloud.Account.Open(
            new Cloud.AccountSettings(account.ConfigFile, account.Endpoint), "DEFAULT", null, TimeProvider.System);
        var vcn = await opened.Network.CreateVcnAsync(
            new Oci.VirtualNetwork.CreateVcnDetails
            {
                CompartmentId = account.Compartment, DisplayName = "elsewhere", CidrBlocks = ["10.0.128.0/17"],
            },
            "token-of-elsewhere", CancellationToken.None);

        Assert.Equal(0, await RunAsync(session, ""));

        Assert.Contains("10.0.0.0/16 overlaps the VCN elsewhere (10.0.128.0/17)", session.Output, StringComparison.Ordinal);
        await opened.Network.DeleteVcnAsync(vcn.Value.Id, null, CancellationToken.None);
    }

    private Task<int> RunAsync(Session session, string more, params string[] options)
    {
        var file = session.Write(
            "site.yaml",
            "site: campus\nrelease: { archive: moodle.tgz }\n"
            + $"cloud: {{ provider: oci, compartment: {account.Compartment}, region: eu-frankfurt-1 }}\n{more}");
        return session.RunAsync(["preflight", file, .. options, .. account.Options]);
    }
}
