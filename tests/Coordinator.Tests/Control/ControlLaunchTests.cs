using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Coordinator.Tests.Resources;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>What a launching coordinator makes of a site, against the local cloud's API: the host itself does not boot, and
/// is given the site by a test's hand.</summary>
[Trait("Ring", "cloud")]
public sealed class ControlLaunchTests(CloudKeys keys) : IClassFixture<CloudKeys>, IDisposable
{
    private const string AdminPem = "-----BEGIN PUBLIC KEY-----\nalice\n-----END PUBLIC KEY-----\n";

    private readonly DirectoryInfo packages = Packages();
    private readonly GivenBy handover = new();

    public void Dispose() => packages.Delete(recursive: true);

    [Fact]
    public async Task From_nothing_the_control_host_is_made_with_its_ground_and_its_rights_and_given_the_site()
    {
        await using var bed = await StartAsync();

        var (ended, _) = await bed.ApplyAsync(Site());

        Assert.True(ended.Succeeded, ended.Error);
        using var cloud = new CloudControl(bed.Endpoint);
        var resources = await cloud.ReadAsync("resources");
        var host = Assert.Single(Live(resources, "instance"));
        Assert.Equal("VM.Standard.A1.Flex", $"{host["shape"]}");
        Assert.Equal($"instance.id = '{host["id"]}'", $"{Assert.Single(Live(resources, "dynamicgroup"))["matchingRule"]}");
        var statements = Assert.Single(Live(resources, "policy"))["statements"]!.AsArray().Select(one => $"{one}").ToList();
        Assert.All(statements, statement => Assert.StartsWith("Allow dynamic-group campus-control-", statement, StringComparison.Ordinal));
        Assert.Single(Live(resources, "vcn"));
        Assert.Single(Live(resources, "subnet"));
        Assert.Empty(Live(resources, "mysqldbsystem"));
        var given = Assert.Single(handover.Works);
        Assert.Equal($"{host["id"]}", given.Launched.InstanceId);
        Assert.EndsWith(":7445", given.Address, StringComparison.Ordinal);
        Assert.Equal("control.campus.internal", given.ServerName);
        Assert.Equal(["deployment"], given.Export().Documents.Select(document => document.Kind));
        Assert.NotEmpty(given.Export().Secrets);
    }

    [Fact]
    public async Task The_user_data_names_key_and_sums_and_holds_neither_passwords_nor_more_than_the_cloud_takes()
    {
        await using var bed = await StartAsync();
        await bed.ApplyAsync(Site());
        using var cloud = new CloudControl(bed.Endpoint);

        var encoded = $"{Assert.Single(Live(await cloud.ReadAsync("resources"), "instance"))["metadata"]!["user_data"]}";

        Assert.True(encoded.Length < 32_000, $"{encoded.Length} bytes");
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        Assert.StartsWith("#cloud-config\n", text, StringComparison.Ordinal);
        Assert.Contains("alice", text, StringComparison.Ordinal);
        Assert.Contains("--instance-principal --control-address 10.0.0.5", text, StringComparison.Ordinal);
        foreach (var file in packages.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Name != "test-key.asc"))
        {
            Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file.FullName))), text, StringComparison.Ordinal);
        }

        using var store = bed.OpenStore();
        Assert.All(store.Secrets.Names, name => Assert.DoesNotContain(store.Secrets.Find(name)!.Reveal(), text, StringComparison.Ordinal));
        Assert.DoesNotContain("test-key", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_to_the_packages_works_until_the_host_has_the_site()
    {
        await using var bed = await StartAsync();
        using var client = new HttpClient();
        var before = "";
        handover.Meanwhile = async () =>
        {
            using var cloud = new CloudControl(bed.Endpoint);
            var host = Live(await cloud.ReadAsync("resources"), "instance").Single();
            var text = Encoding.UTF8.GetString(Convert.FromBase64String($"{host["metadata"]!["user_data"]}"));
            before = text[text.IndexOf("http://", StringComparison.Ordinal)..].Split("packages/")[0] + "packages/repodata/repomd.xml";
            Assert.Equal("metadata", await client.GetStringAsync(new Uri(before)));
        };

        var (ended, _) = await bed.ApplyAsync(Site());

        Assert.True(ended.Succeeded, ended.Error);
        using var after = await client.GetAsync(new Uri(before));
        Assert.False(after.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_second_launch_changes_nothing()
    {
        await using var bed = await StartAsync();
        await bed.ApplyAsync(Site());

        var (ended, events) = await bed.ApplyAsync(Site());

        Assert.True(ended.Succeeded, ended.Error);
        Assert.False(ended.Changed);
        Assert.All(events[0].Plan.Steps, step => Assert.Equal(StepAction.None, step.Action));
    }

    [Fact]
    public async Task Changed_packages_and_keys_never_replace_the_host()
    {
        await using var bed = await StartAsync();
        await bed.ApplyAsync(Site());
        await File.WriteAllTextAsync(Path.Combine(packages.FullName, "moodle-coordinator-0.2.0-1.x86_64.rpm"), "a newer one");
        bed.Launch = store => Parts(store) with { FirstAdminPem = AdminPem.Replace("alice", "bob", StringComparison.Ordinal) };

        var (ended, events) = await bed.ApplyAsync(Site());

        Assert.True(ended.Succeeded, ended.Error);
        Assert.Equal(
            ["control/packages"],
            events[0].Plan.Steps.Where(step => step.Action != StepAction.None).Select(step => step.Step));
    }

    [Fact]
    public async Task When_the_handover_fails_the_next_launch_goes_on_and_makes_nothing_twice()
    {
        await using var bed = await StartAsync();
        handover.Failure = new InstanceIdentityException("somebody stands between");
        var (failed, _) = await bed.ApplyAsync(Site());
        Assert.Contains("somebody stands between", failed.Error, StringComparison.Ordinal);
        handover.Failure = null;

        var (ended, _) = await bed.ApplyAsync(Site());

        Assert.True(ended.Succeeded, ended.Error);
        using var cloud = new CloudControl(bed.Endpoint);
        var resources = await cloud.ReadAsync("resources");
        Assert.All(
            (string[])["instance", "vcn", "subnet", "dynamicgroup", "policy"],
            kind => Assert.Single(Live(resources, kind)));
        Assert.Equal(1, await cloud.CountAsync("CreateBucket"));
    }

    [Fact]
    public async Task When_two_machines_begin_at_once_one_wins_and_the_other_is_told_who()
    {
        await using var bed = await StartAsync();
        var other = Directory.CreateTempSubdirectory("mna-other-");
        var second = new ApplyEnded();
        handover.Meanwhile = async () =>
        {
            // The first machine is in the midst of it.
            var first = (bed.StoreFolder, bed.Launch);
            bed.StoreFolder = other.FullName;
            bed.Launch = store => Parts(store) with { Owner = "bob at laptop-2" };
            (second, _) = await bed.ApplyAsync(Site());
            (bed.StoreFolder, bed.Launch) = first;
        };

        var (ended, _) = await bed.ApplyAsync(Site());
        other.Delete(recursive: true);

        Assert.True(ended.Succeeded, ended.Error);
        Assert.False(second.Succeeded);
        Assert.Contains("alice at laptop-1 has begun to make the site campus", second.Error, StringComparison.Ordinal);
        using var cloud = new CloudControl(bed.Endpoint);
        Assert.Single(Live(await cloud.ReadAsync("resources"), "vcn"));
        Assert.Single(Live(await cloud.ReadAsync("resources"), "instance"));
    }

    [Fact]
    public async Task A_machine_without_a_card_is_told_of_the_control_host_that_has_the_site()
    {
        await using var bed = await StartAsync();
        await bed.ApplyAsync(Site());
        var other = Directory.CreateTempSubdirectory("mna-other-");
        bed.StoreFolder = other.FullName;

        var (ended, _) = await bed.ApplyAsync(Site());
        other.Delete(recursive: true);

        Assert.False(ended.Succeeded);
        Assert.Contains("belongs to its control host ocid1.instance.", ended.Error, StringComparison.Ordinal);
        Assert.Contains("moodlectl operators request campus", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_control_host_was_deleted_another_one_takes_its_place_with_a_group_of_its_own()
    {
        await using var bed = await StartAsync();
        await bed.ApplyAsync(Site());
        using var cloud = new CloudControl(bed.Endpoint);
        using var client = new HttpClient { BaseAddress = bed.Endpoint };
        var lost = $"{Live(await cloud.ReadAsync("resources"), "instance").Single()["id"]}";
        (await client.DeleteAsync(new Uri("/_local/resources/" + lost, UriKind.Relative))).Dispose();

        var (ended, _) = await bed.ApplyAsync(Site());

        Assert.True(ended.Succeeded, ended.Error);
        var resources = await cloud.ReadAsync("resources");
        var host = $"{Assert.Single(Live(resources, "instance"))["id"]}";
        Assert.NotEqual(lost, host);
        Assert.Equal($"instance.id = '{host}'", $"{Assert.Single(Live(resources, "dynamicgroup"))["matchingRule"]}");
        Assert.Equal(2, handover.Works.Count);
    }

    [Fact]
    public async Task The_site_stands_on_the_same_ground_and_its_end_leaves_the_control_host_to_whoever_launched_it()
    {
        await using var bed = await StartAsync();
        await bed.ApplyAsync(Site());
        var launch = bed.Launch;
        var launching = bed.StoreFolder;
        var own = Directory.CreateTempSubdirectory("mna-control-host-");
        (bed.StoreFolder, bed.Launch) = (own.FullName, null);

        var (made, _) = await bed.ApplyAsync(Site());
        Assert.True(made.Succeeded, made.Error);
        using var cloud = new CloudControl(bed.Endpoint);
        Assert.Single(Live(await cloud.ReadAsync("resources"), "vcn"));
        Assert.Equal(2, Live(await cloud.ReadAsync("resources"), "instance").Count);
        var end = await DestroyAsync(bed);
        Assert.True(end.Succeeded, end.Error);
        Assert.Single(Live(await cloud.ReadAsync("resources"), "instance"));
        Assert.Single(Live(await cloud.ReadAsync("resources"), "vcn"));

        (bed.StoreFolder, bed.Launch) = (launching, launch);
        var last = await DestroyAsync(bed);
        own.Delete(recursive: true);

        Assert.True(last.Succeeded, last.Error);
        var left = await cloud.ReadAsync("resources");
        Assert.All(
            (string[])["instance", "vcn", "subnet", "dynamicgroup", "policy"], kind => Assert.Empty(Live(left, kind)));
        Assert.Equal(1, await cloud.CountAsync("DeleteBucket"));
    }

    [Fact]
    public async Task Without_the_packages_nothing_is_launched()
    {
        await using var bed = await StartAsync();
        bed.Launch = store => Parts(store) with { PackagesFolder = null };

        var (ended, _) = await bed.ApplyAsync(Site());

        Assert.Contains("Build the packages with packaging/build.sh", ended.Error, StringComparison.Ordinal);
        using var cloud = new CloudControl(bed.Endpoint);
        Assert.Equal(0, await cloud.CountAsync("LaunchInstance"));
    }

    private static Site Site() => CloudTestBed.Site(nodes: 1, replicas: 0) with
    {
        Control = new ControlSpec
        {
            Shape = "VM.Standard.A1.Flex", Ocpus = 1, MemoryGb = 6, Operators = ["203.0.113.0/24"], Address = "10.0.0.5",
        },
    };

    private static DirectoryInfo Packages()
    {
        var folder = Directory.CreateTempSubdirectory("mna-packages-");
        folder.CreateSubdirectory("repodata");
        foreach (var (name, content) in ((string, string)[])
        [
            ("moodle-coordinator-0.1.0-1.x86_64.rpm", "a coordinator"), ("moodle-node-agent-0.1.0-1.x86_64.rpm", "an agent"),
            ("RPM-GPG-KEY-moodle-node-agent", "a key"), ("repodata/repomd.xml", "metadata"), ("test-key.asc", "a secret key"),
        ])
        {
            File.WriteAllText(Path.Combine(folder.FullName, name), content);
        }

        return folder;
    }

    private static IReadOnlyList<JsonNode> Live(JsonArray resources, string kind) =>
    [
        .. resources.OfType<JsonNode>().Where(resource => $"{resource["id"]}".StartsWith($"ocid1.{kind}.", StringComparison.Ordinal)
            && $"{resource["lifecycleState"]}" is not ("TERMINATED" or "DELETED")),
    ];

    private static async Task<ApplyEnded> DestroyAsync(CloudTestBed bed)
    {
        using var store = bed.OpenStore();
        using var deployment = bed.Deployment(store);
        return await deployment.DestroyAsync(new DestroyScope(true, true), new EventList(), CancellationToken.None);
    }

    // The host's address is 10.0.0.5, which this cloud would keep for a coordinator outside of it.
    private async Task<CloudTestBed> StartAsync()
    {
        var bed = await CloudTestBed.StartAsync(keys.Folder, controlAddress: "");
        bed.Launch = Parts;
        return bed;
    }

    private ControlParts Parts(SiteStore store) => new()
    {
        Documents = store.Documents,
        PackagesFolder = packages.FullName,
        FirstAdminPem = AdminPem,
        Endpoint = null,
        Owner = "alice at laptop-1",
        Time = TimeProvider.System,
        Export = site => store.ExportSite(site, TimeProvider.System.GetUtcNow()),
        Handover = handover,
    };

    private sealed class GivenBy : IHandover
    {
        public List<HandoverWork> Works { get; } = [];

        public Exception? Failure { get; set; }

        public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

        public async Task<byte[]> GiveAsync(HandoverWork work, StepContext context, CancellationToken cancellation)
        {
            await Meanwhile();
            if (Failure is { } failure)
            {
                throw failure;
            }

            Works.Add(work with { Export = Once(work.Export()) });
            return [1, 2, 3];
        }

        private static Func<Recovery.RecoveryContent> Once(Recovery.RecoveryContent content) => () => content;
    }
}
