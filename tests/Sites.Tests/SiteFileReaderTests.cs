namespace MoodleNodeAgent.Sites;

public sealed class SiteFileReaderTests
{
    private const string Local = "site: demo\nrelease: { archive: a.tgz }\ncloud: { provider: local }\n";

    [Fact]
    [Trait("Feature", "1")]
    public void A_short_file_gets_every_default()
    {
        var result = SiteFileReader.Read("demo.yaml", Local);

        Assert.Empty(result.Problems);
        var site = result.Site!;
        Assert.Equal("moodle", site.Product);
        Assert.Equal(new ReleaseSpec { Version = "4.5", Archive = "a.tgz" }, site.Release);
        Assert.Null(site.Url);
        Assert.Equal(new CloudSpec { Provider = "local", Profile = "DEFAULT" }, site.Cloud);
        Assert.Equal(
            new NetworkSpec
            {
                Cidr = "10.0.0.0/16",
                PublicCidr = "10.0.0.0/24",
                NodesCidr = "10.0.1.0/24",
                DatabaseCidr = "10.0.2.0/24",
            },
            site.Network);
        Assert.Equal(["web-1", "web-2"], site.Nodes.Names);
        Assert.Equal(["VM.Standard.A1.Flex"], site.Nodes.Shapes);
        Assert.Equal((2d, 12d, "Oracle Linux 9"), (site.Nodes.Ocpus, site.Nodes.MemoryGb, site.Nodes.Image));
        Assert.Equal(
            new DatabaseSpec { Version = "8.4", Shape = "MySQL.8", HighAvailability = true, StorageGb = 100, Replicas = 2 },
            site.Database);
        Assert.Equal(new StorageSpec { Export = "/moodledata", Mount = "/var/www/moodledata" }, site.Storage);
        Assert.Equal([80], site.Balancer.Listeners);
        Assert.Equal(new HealthSpec("/mna-health", 200), site.Balancer.Health);
        Assert.Empty(site.Settings);
    }

    [Theory]
    [InlineData("site: demo\n  bad: [", "2:6: This is not YAML: ")]
    [InlineData("", "1:1: The site file is empty.")]
    [InlineData("- a\n", "1:1: A site file is a map")]
    [InlineData("site: Demo\n", "1:1: site: \"Demo\" cannot be a name.")]
    [InlineData("site: demo-\n", "1:1: site: \"demo-\" cannot be a name.")]
    [InlineData("product: moodle\n", "1:1: site: the name of the site is missing.")]
    [InlineData("site: demo\nsite: other\n", "2:1: site: this key stands here twice, first in line 1.")]
    [InlineData("site: [demo]\n", "1:1: site: this has to be a text, not a list or a map.")]
    [InlineData("site: &a demo\n", "1:7: Anchors (&) are not supported.")]
    [InlineData("site: demo\n---\nsite: two\n", "2:1: A second document begins here.")]
    [InlineData("product: magento\n", "1:1: product: \"magento\" is no product.")]
    [InlineData("settings: { dbhost: x }\n", "1:13: settings.dbhost: this is set by this program.")]
    [InlineData("settings: { reverseproxy: true }\n", "1:13: settings.reverseproxy: this would answer every page with 500")]
    [InlineData("settings: { \"a;b\": true }\n", "1:13: settings.a;b: this is no name of an option of config.php.")]
    [InlineData("product: wordpress\nsettings: { wp_debug: true }\n", "2:13: settings.wp_debug: this is no name of a constant.")]
    [InlineData("release: { archive: a, version: \"4.2\" }\nnodes: { image: Oracle Linux 10 }\n", "2:10: nodes.image: Moodle 4.2 needs PHP 8.0 to 8.2, which Oracle Linux 10 does not offer.")]
    [InlineData("release: { archive: a, version: \"5.3dev\" }\nnodes: { image: Oracle Linux 8 }\n", "2:10: nodes.image: Moodle 5.3dev needs PHP 8.3 to 8.4, which Oracle Linux 8 does not offer.")]
    [InlineData("database: { reads: nearest }\n", "1:13: database.reads: \"nearest\" is no place to read.")]
    [InlineData("database: { reads: endpoint }\n", "1:13: warning: database.reads: OCI's read endpoint chooses the replica")]
    [InlineData("storage: { mount: /var/www/site-tools/x }\n", "1:12: storage.mount: /var/www/site-tools/x is a folder of the code")]
    [InlineData("product: moodel\n", "1:1: product: \"moodel\" is no product. Did you mean moodle?")]
    [InlineData("release: \"4.5\"\n", "1:1: release: the code of \"moodle\" has to come from an archive in this version.")]
    [InlineData("release: { archive: https://x/y.tgz }\n", "1:12: release.archive: archives from a URL are not supported yet.")]
    [InlineData("release: { archive: a, sha256: 12 }\n", "1:24: release.sha256: \"12\" is no SHA-256.")]
    [InlineData("release: { archive: a, version: four }\n", "1:24: release.version: \"four\" is no version.")]
    [InlineData("release: { archive: a, sha: 1 }\n", "1:24: release.sha: there is no such key. Did you mean sha256?")]
    [InlineData("url: http://x/\n", "1:1: url: no slash at the end. Write \"http://x\".")]
    [InlineData("url: https://x\n", "1:1: url: https is not supported yet")]
    [InlineData("url: http://x/moodle\n", "1:1: url: a site below a path is not supported yet.")]
    [InlineData("url: ftp://x\n", "1:1: url: \"ftp://x\" is no URL of a site.")]
    [InlineData("url: http://x:8080\n", "1:1: url: its port 8080 is not among balancer.listeners (80).")]
    [InlineData("cloud: { provider: aws }\n", "1:10: cloud.provider: \"aws\" is no provider.")]
    [InlineData("cloud: { provider: oci }\n", "1:1: cloud.compartment: provider oci needs the OCID of a compartment.")]
    [InlineData("cloud: { provider: oci }\n", "1:1: cloud.region: provider oci needs a region.")]
    [InlineData("cloud: { compartment: x }\n", "1:10: cloud.compartment: \"x\" is no OCID of a compartment.")]
    [InlineData("cloud: { region: Frankfurt }\n", "1:10: cloud.region: \"Frankfurt\" is no region.")]
    [InlineData("cloud: { provider: local, region: eu-frankfurt-1 }\n", "1:27: warning: cloud.region: this has no effect with provider local.")]
    [InlineData("network: { cidr: 10.0.0.0 }\n", "1:12: network.cidr: \"10.0.0.0\" is no IPv4 range.")]
    [InlineData("network: { cidr: 10.0.0.1/16 }\n", "1:12: network.cidr: 10.0.0.1/16 is an address inside a range, not a network address. Write 10.0.0.0/16.")]
    [InlineData("network: { cidr: 10.0.0.0/8 }\n", "1:12: network.cidr: a /8 is not possible on OCI.")]
    [InlineData("network: { cidr: 10.0.0.0/31 }\n", "1:12: network.cidr: a /31 is not possible on OCI.")]
    [InlineData("network: { cidr: 10.0.0.0/24 }\n", "1:12: network.cidr: 10.0.0.0/24 has no room for the default subnet 10.0.1.0/24.")]
    [InlineData("network: { cidr: 169.254.0.0/16 }\n", "1:12: network.cidr: 169.254.0.0/16 is reserved.")]
    [InlineData("network: { nodes: 10.0.0.128/25 }\n", "1:12: network.nodes: the subnets public (10.0.0.0/24) and nodes (10.0.0.128/25) overlap.")]
    [InlineData("network: { nodes: 10.1.0.0/24 }\n", "1:12: network.nodes: 10.1.0.0/24 lies outside the VCN 10.0.0.0/16.")]
    [InlineData("network: { nodes: 10.0.1.0/30 }\n", "1:12: network.nodes: 10.0.1.0/30 has 1 usable addresses, but the nodes and the mount target need 5.")]
    [InlineData("network: { vcn: ocid1.vcn.oc1..a }\n", "1:1: network.subnets.public: a network that is there already takes a subnet for each role.")]
    [InlineData("network: { vcn: ocid1.subnet.oc1..a }\n", "1:12: network.vcn: \"ocid1.subnet.oc1..a\" is no OCID of a vcn.")]
    [InlineData("network: { subnets: { nodes: ocid1.vcn.oc1..a } }\n", "1:23: network.subnets.nodes: \"ocid1.vcn.oc1..a\" is no OCID of a subnet.")]
    [InlineData("network: { subnets: { nodes: ocid1.subnet.oc1..a } }\n", "1:12: network.subnets: this needs network.vcn beside it.")]
    [InlineData("network: 10.0.0.0/16\n", "1:1: network: this has to be a map of keys and values.")]
    [InlineData("nodes: { count: 0 }\n", "1:10: nodes.count: 0 nodes cannot be. Write 1 to 200.")]
    [InlineData("nodes: { count: two }\n", "1:10: nodes.count: \"two\" is no whole number.")]
    [InlineData("nodes: { count: \"2\" }\n", "1:10: nodes.count: \"2\" is no whole number.")]
    [InlineData("nodes: { ocpus: 81, memory_gb: 81 }\n", "1:10: nodes.ocpus: 81 OCPUs cannot be with VM.Standard.A1.Flex. Write 1 to 80.")]
    [InlineData("nodes: { shapes: [VM.Standard.A2.Flex], ocpus: 79 }\n", "1:41: nodes.ocpus: 79 OCPUs cannot be with VM.Standard.A2.Flex. Write 1 to 78.")]
    [InlineData("nodes: { ocpus: 1, memory_gb: 65 }\n", "1:20: nodes.memory_gb: 65 GB cannot be with 1 OCPUs of VM.Standard.A1.Flex.")]
    [InlineData("nodes: { ocpus: 80, memory_gb: 513 }\n", "1:21: nodes.memory_gb: 513 GB cannot be with VM.Standard.A1.Flex. Write at most 512.")]
    [InlineData("nodes: { shapes: [VM.Standard.A1.Flx] }\n", "1:19: nodes.shapes[0]: \"VM.Standard.A1.Flx\" is not among the Ampere shapes that this version knows. Did you mean VM.Standard.A1.Flex?")]
    [InlineData("nodes: { shapes: VM.Standard.A1.Flex }\n", "1:10: nodes.shapes: this has to be a list such as [VM.Standard.A1.Flex].")]
    [InlineData("nodes: { image: Debian 12 }\n", "1:10: nodes.image: \"Debian 12\" is not supported yet.")]
    [InlineData("nodes: { public_ip: true }\n", "1:10: nodes.public_ip: nodes with public addresses are not supported yet")]
    [InlineData("nodes: { public_ip: maybe }\n", "1:10: nodes.public_ip: \"maybe\" is neither true nor false.")]
    [InlineData("database: { replicas: 19 }\n", "1:13: database.replicas: 19 replicas cannot be.")]
    [InlineData("database: { replicas: -1 }\n", "1:13: database.replicas: -1 replicas cannot be.")]
    [InlineData("database: { shape: MySQL.4 }\n", "1:13: database.shape: MySQL.4 is too small for read replicas, which need 4 OCPUs.")]
    [InlineData("database: { shape: MySQL.Free, replicas: 0 }\n", "1:13: database.shape: MySQL.Free has no high availability.")]
    [InlineData("database: { shape: MySQL.9 }\n", "1:13: database.shape: \"MySQL.9\" is no MySQL shape.")]
    [InlineData("database: { version: \"5.7\" }\n", "1:13: database.version: \"5.7\" is no MySQL version of OCI.")]
    [InlineData("release: { archive: a, version: \"5.0\" }\ndatabase: { version: \"8.0\" }\n", "2:13: database.version: Moodle 5.0 needs MySQL 8.4 or later.")]
    [InlineData("database: { storage_gb: 10 }\n", "1:13: database.storage_gb: 10 GB cannot be.")]
    [InlineData("database: { heatwave: { nodes: 65 } }\n", "1:25: database.heatwave.nodes: 65 HeatWave nodes cannot be.")]
    [InlineData("database: { heatwave: { shape: MySQL.8 } }\n", "1:25: database.heatwave.shape: \"MySQL.8\" is no shape of HeatWave nodes.")]
    [InlineData(
        "database: { shape: MySQL.Free, replicas: 0, high_availability: false, heatwave: { nodes: 1 } }\n",
        "1:83: database.heatwave.nodes: MySQL.Free takes none of these clusters.")]
    [InlineData("storage: { export: moodledata }\n", "1:12: storage.export: \"moodledata\" cannot be used.")]
    [InlineData("storage: { export: /a/../b }\n", "1:12: storage.export: \"/a/../b\" cannot be used.")]
    [InlineData("storage: { mount: /etc/x }\n", "1:12: storage.mount: /etc/x is not below /var/www")]
    [InlineData("storage: { mount: /var/www/moodle/x }\n", "1:12: storage.mount: /var/www/moodle/x is a folder of the code or of the web server itself.")]
    [InlineData("balancer: { listeners: [] }\n", "1:13: balancer.listeners: the list is empty")]
    [InlineData("balancer: { listeners: [80, 80] }\n", "1:29: balancer.listeners[1]: port 80 stands here twice.")]
    [InlineData("balancer: { listeners: [70000] }\n", "1:25: balancer.listeners[0]: \"70000\" is no TCP port.")]
    [InlineData("balancer: { listeners: [22] }\n", "1:25: balancer.listeners[0]: port 22 is taken on the nodes by the system.")]
    [InlineData("balancer: { health: { path: login } }\n", "1:23: balancer.health.path: \"login\" cannot be asked for.")]
    [InlineData("balancer: { health: { status: 99 } }\n", "1:23: balancer.health.status: 99 is no status of an HTTP answer.")]
    [InlineData("balancer: { health: node }\n", "1:13: balancer.health: \"node\" is no health check.")]
    [InlineData("control: { shape: X }\n", "1:1: control.operators: nobody could reach the control host.")]
    [InlineData("control: { operators: [10.0.0.0/8], ocpus: 99 }\n", "1:37: control.ocpus: 99 cannot be.")]
    [InlineData("control: { operators: [10.0.0.0/8], memory_gb: 0 }\n", "1:37: control.memory_gb: 0 cannot be.")]
    [InlineData("control: { operators: [10.0.0.1/8] }\n", "1:24: control.operators[0]: \"10.0.0.1/8\" is no IPv4 range.")]
    [InlineData("control: { operators: [x] }\n", "1:24: control.operators[0]: \"x\" is no IPv4 range.")]
    [InlineData("ndoes: { count: 2 }\n", "1:1: ndoes: there is no such key. Did you mean nodes?")]
    [InlineData("zzzzzz: 2\n", "1:1: zzzzzz: there is no such key. Use one of: site, product")]
    [Trait("Feature", "59")]
    public void Each_problem_has_its_place_and_remedy(string text, string expected)
    {
        var result = SiteFileReader.Read("x.yaml", text);

        Assert.Contains(result.Problems, problem => $"{problem}".StartsWith("x.yaml:" + expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_problems_are_reported_at_once_and_in_the_order_of_the_file()
    {
        var result = SiteFileReader.Read("x.yaml", "site: X\nrelease: 4.5\nnodes: { count: 0 }\nbad: 1\n");

        Assert.Null(result.Site);
        Assert.Equal([1, 1, 1, 2, 3, 4], result.Problems.Select(problem => problem.Line));
    }

    [Fact]
    public void A_warning_does_not_spoil_the_site()
    {
        var result = SiteFileReader.Read("x.yaml", "site: demo\nrelease: { archive: a.tgz }\ncloud: { provider: local, profile: X }\n");

        Assert.NotNull(result.Site);
        Assert.Equal("x.yaml:3:27: warning: cloud.profile: this has no effect with provider local. Remove it.",
            $"{Assert.Single(result.Problems)}");
    }

    [Fact]
    public void A_site_has_a_control_host_when_it_says_so()
    {
        Assert.Null(SiteFileReader.Read("x.yaml", Local).Site!.Control);

        var control = SiteFileReader.Read(
            "x.yaml", Local + "network: { public: 10.0.9.0/24 }\ncontrol: { operators: [203.0.113.0/24] }\n").Site!.Control!;

        Assert.Equal("VM.Standard.A1.Flex", control.Shape);
        Assert.Equal(1, control.Ocpus);
        Assert.Equal(6, control.MemoryGb);
        Assert.Equal("10.0.9.5", control.Address);
        Assert.Equal(["203.0.113.0/24"], control.Operators);
    }

    [Fact]
    public void On_the_local_cloud_this_machine_is_the_operators()
    {
        var result = SiteFileReader.Read("x.yaml", Local + "control: {}\n");

        Assert.Equal(["127.0.0.0/8"], result.Site!.Control!.Operators);
    }

    [Fact]
    public void Keys_of_later_versions_that_say_what_this_one_does_are_accepted()
    {
        var result = SiteFileReader.Read(
            "x.yaml", Local + "drift: { repair: false }\ndatabase: { heatwave: { nodes: 0 } }\nnodes: { public_ip: false }\n");

        Assert.Empty(result.Problems);
    }

    [Fact]
    public void Overrides_of_the_command_line_win()
    {
        var overrides = new SiteFileOverrides { Product = "moodle", Version = "4.4dev", ArchiveGiven = true };

        var result = SiteFileReader.Read("x.yaml", "site: demo\nproduct: sample\ncloud: { provider: local }\n", overrides);

        Assert.Equal("moodle", result.Site!.Product);
        Assert.Equal(new ReleaseSpec { Version = "4.4dev" }, result.Site.Release);
    }

    [Theory]
    [InlineData("release.archive", 2, 12)]
    [InlineData("release.sha256", 2, 1)]
    [InlineData("balancer.listeners[1]", 4, 31)]
    [InlineData("balancer.listeners[7]", 4, 13)]
    [InlineData("nothing.at.all", 1, 1)]
    public void The_place_of_a_key_can_be_asked_for(string key, int line, int column)
    {
        var result = SiteFileReader.Read("x.yaml", Local + "balancer: { listeners: [8080, 80] }\n");

        Assert.Equal(new Position(line, column), result.PositionOf(key));
    }

    [Theory]
    [InlineData("demo.yaml")]
    [InlineData("campus.yaml")]
    [InlineData("control-host.yaml")]
    public void The_examples_are_valid(string name)
    {
        var result = SiteFileReader.Read(name, File.ReadAllText(Path.Combine(Repository.Root, "examples", name)));

        Assert.Empty(result.Problems);
        Assert.NotNull(result.Site);
    }
}
