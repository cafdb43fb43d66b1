using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Recovery;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

[Trait("Ring", "cloud")]
public sealed class RecoveryTests(CloudKeys keys) : IClassFixture<CloudKeys>
{
    private const string Passphrase = "correct horse battery staple";

    [Fact]
    public async Task When_the_coordinator_is_lost_bundle_and_tags_rebuild_it_and_nothing_is_made_again()
    {
        await using var bed = await CloudTestBed.StartAsync(keys.Folder);
        using var control = new CloudControl(bed.Endpoint);
        Assert.True((await bed.ApplyAsync(CloudTestBed.Site())).Ended.Succeeded);
        byte[] bundle;
        byte[] root;
        string admin;
        long epoch;
        using (var store = bed.OpenStore())
        {
            using var authority = AuthorityStore.LoadOrCreate(store.Documents, TimeProvider.System);
            root = authority.Root.RawData;
            admin = store.Secrets.Find("app/admin")!.Reveal();
            epoch = store.Applies("campus").Epoch;
            bundle = RecoveryBundle.Seal(store.Export("campus", TimeProvider.System.GetUtcNow()), Passphrase);
        }

        Directory.Delete(bed.StoreFolder, recursive: true);
        using (var store = bed.OpenStore())
        {
            using var own = AuthorityStore.LoadOrCreate(store.Documents, TimeProvider.System);
            store.Restore(RecoveryBundle.Open(bundle, Passphrase));
            using var authority = AuthorityStore.LoadOrCreate(store.Documents, TimeProvider.System);
            Assert.Equal(root, authority.Root.RawData);
            Assert.True(store.Applies("campus").Epoch >= epoch, "agents refuse a lower epoch");
            Assert.Equal(admin, store.Secrets.Find("app/admin")!.Reveal());
            Assert.Throws<RecoveryException>(() => store.Restore(RecoveryBundle.Open(bundle, Passphrase)));
        }

        await control.ClearAsync("requests");
        var (ended, events) = await bed.ApplyAsync(CloudTestBed.Site());

        Assert.True(ended.Succeeded, ended.Error);
        Assert.Empty(await control.ChangesAsync());
        Assert.All(
            events[0].Plan.Steps.Where(step => step.Step is not "app/install" and not "database/schema" and not "site/proof"),
            step => Assert.True(step.Action == StepAction.None, $"{step.Step}: {step.Action}"));
        using (var store = bed.OpenStore())
        {
            Assert.True(store.Applies("campus").Epoch >= epoch, "agents refuse a lower epoch");
        }

        Assert.False((await bed.ApplyAsync(CloudTestBed.Site())).Ended.Changed);
    }
}
