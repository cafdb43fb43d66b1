using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Sites.Products;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Proof;

[Trait("Ring", "hosts")]
[Trait("Feature", "62")]
public sealed class SiteProverTests(DatabaseServers servers) : IClassFixture<DatabaseServers>, IAsyncLifetime
{
    private static readonly Secret DatabasePassword = new("Secret-1");

    public async Task InitializeAsync() => await new ProductDatabase(new DatabaseLimits(), TimeProvider.System)
        .EnsureAsync(
            new DatabaseWork
            {
                Primary = servers.Primary,
                Replicas = [servers.Replica],
                AdminUser = DatabaseServers.AdminUser,
                AdminPassword = servers.AdminPassword,
                Name = "site",
                User = "site",
                Password = DatabasePassword,
            },
            CancellationToken.None);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_site_that_logs_in_writes_to_the_primary_and_reads_from_a_replica_is_proved()
    {
        await using TestSite site = await TestSite.StartAsync(Work(), servers.Replica, servers.Primary);
        var said = new Messages();

        await ProveAsync(site, progress: said);

        Assert.Equal("proved: page, login, write on the primary, reads on the replicas", said.Last);
    }

    [Fact]
    public async Task When_the_first_page_fails_for_a_while_the_proof_waits()
    {
        await using TestSite site = await TestSite.StartAsync(Work(), servers.Replica, servers.Primary);
        site.FailuresLeft = 2;

        await ProveAsync(site, new ProofLimits { Interval = TimeSpan.Zero });

        Assert.True(site.FailuresLeft < 0);
    }

    [Fact]
    public async Task When_the_site_reads_from_its_primary_the_replicas_are_not_proved()
    {
        await using TestSite site = await TestSite.StartAsync(Work(), servers.Primary, servers.Primary);

        Assert.Contains("the site reads from the primary", await FailureAsync(site), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_login_writes_nothing_the_write_is_not_proved()
    {
        await using TestSite site = await TestSite.StartAsync(Work(), servers.Replica, null);

        Assert.Contains("counted no write", await FailureAsync(site), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_password_is_wrong_the_login_is_not_proved_and_the_error_holds_no_password()
    {
        await using TestSite site = await TestSite.StartAsync(Work(), servers.Replica, servers.Primary);

        string failure = await FailureAsync(site, work => work with { Password = new Secret("not-the-password") });

        Assert.Contains("The login of \"admin\" did not work", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_page_lacks_its_text_the_error_names_page_and_text()
    {
        await using TestSite site = await TestSite.StartAsync(Work(), servers.Replica, servers.Primary);

        string failure = await FailureAsync(
            site, work => work with { Proof = work.Proof with { PageContains = "logintoken" } });

        Assert.Contains("answers 200 without \"logintoken\"", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_site_redirects_for_ever_the_error_says_so()
    {
        await using TestSite site = await TestSite.StartAsync(Work(), servers.Replica, servers.Primary);
        site.HasLoop = true;

        Assert.Contains("redirects more than 10 times", await FailureAsync(site), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_balancer_does_not_answer_the_error_names_it()
    {
        await using TestSite site = await TestSite.StartAsync(Work(), servers.Replica, servers.Primary);

        string failure = await FailureAsync(site, work => work with { Balancer = new Endpoint("127.0.0.1", 1) });

        Assert.Contains("balancer 127.0.0.1:1", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_replica_is_away_the_error_names_it()
    {
        await using TestSite site = await TestSite.StartAsync(Work(), servers.Replica, servers.Primary);

        string failure = await FailureAsync(site, work => work with { Replicas = [new Endpoint("127.0.0.1", 1)] });

        Assert.Contains("database server 127.0.0.1:1", failure, StringComparison.Ordinal);
    }

    private static Task ProveAsync(
        TestSite site,
        ProofLimits? limits = null,
        IProgress<string>? progress = null,
        Func<ProofWork, ProofWork>? change = null)
    {
        ProofWork work = site.Database with { Url = site.Url, Balancer = site.Balancer };
        return new SiteProver(limits ?? new ProofLimits { FirstPage = TimeSpan.Zero }, TimeProvider.System)
            .ProveAsync(change is null ? work : change(work), progress, CancellationToken.None);
    }

    private static async Task<string> FailureAsync(TestSite site, Func<ProofWork, ProofWork>? change = null) =>
        (await Assert.ThrowsAsync<SiteNotProvedException>(() => ProveAsync(site, change: change))).ToString();

    private ProofWork Work() => new()
    {
        Proof = new SiteProof
        {
            PagePath = "/",
            PageContains = "Welcome",
            LoginPath = "/login",
            UserField = "username",
            User = "admin",
            PasswordField = "password",
            MemberPath = "/my",
            MemberContains = "My courses",
        },
        Url = "http://placeholder.invalid",
        Balancer = servers.Primary,
        Password = new Secret("p<a>ss&\"word"),
        Primary = servers.Primary,
        Replicas = [servers.Replica],
        DatabaseName = "site",
        DatabaseUser = "site",
        DatabasePassword = DatabasePassword,
    };

    private sealed class Messages : IProgress<string>
    {
        public string? Last { get; private set; }

        public void Report(string value) => Last = value;
    }
}
