using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Recovery;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Coordinator.Tests.Resources;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>What a control host takes over from the coordinator that launched it, and what it keeps.</summary>
public sealed class GivenSiteTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mna-given-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_control_host_gets_the_site_with_its_passwords_and_keeps_its_own_authority_and_operators()
    {
        using var laptop = Open("laptop");
        SiteDeployment.Remember(laptop.Documents, CloudTestBed.Site(), new Artifact(new string('b', 64), 1));
        var password = laptop.Secrets.GetOrCreate("database/admin").Reveal();
        AuthorityStore.LoadOrCreate(laptop.Documents, TimeProvider.System).Dispose();
        laptop.Documents.Put("operators", "mallory", "2"u8);
        using var host = Open("host");
        using var authority = AuthorityStore.LoadOrCreate(host.Documents, TimeProvider.System);
        host.Documents.Put("operators", "alice", "3"u8);

        host.Restore(laptop.ExportSite("campus", TimeProvider.System.GetUtcNow()));

        using var after = AuthorityStore.LoadOrCreate(host.Documents, TimeProvider.System);
        Assert.Equal("campus", SiteDeployment.SiteOf(host.Documents)!.Name);
        Assert.Equal(password, host.Secrets.Find("database/admin")!.Reveal());
        Assert.Equal(authority.Root.RawData, after.Root.RawData);
        Assert.Equal(["alice"], host.Documents.List("operators"));
    }

    [Fact]
    public void What_is_given_holds_no_key_of_the_coordinator_that_gives_it()
    {
        using var laptop = Open("laptop");
        SiteDeployment.Remember(laptop.Documents, CloudTestBed.Site(), new Artifact(new string('b', 64), 1));
        AuthorityStore.LoadOrCreate(laptop.Documents, TimeProvider.System).Dispose();

        var given = laptop.ExportSite("campus", TimeProvider.System.GetUtcNow());

        Assert.Empty(given.StoreKey);
        Assert.Equal(["deployment"], given.Documents.Select(document => document.Kind));
    }

    [Fact]
    public void A_control_host_that_has_a_site_takes_no_second_one()
    {
        using var laptop = Open("laptop");
        SiteDeployment.Remember(laptop.Documents, CloudTestBed.Site(), new Artifact(new string('b', 64), 1));
        using var host = Open("host");
        host.Restore(laptop.ExportSite("campus", TimeProvider.System.GetUtcNow()));

        Assert.Throws<RecoveryException>(() => host.Restore(laptop.ExportSite("campus", TimeProvider.System.GetUtcNow())));
    }

    private SiteStore Open(string name) => SiteStore.Open(Path.Combine(folder.FullName, name), TimeProvider.System);
}
