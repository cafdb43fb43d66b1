namespace MoodleNodeAgent.Sites;

public sealed class AdoptTests
{
    private const string Network =
        "  network/vcn: ocid1.vcn.oc1..a\n  network/subnet-public: ocid1.subnet.oc1..p\n"
        + "  network/subnet-nodes: ocid1.subnet.oc1..p\n  network/subnet-database: ocid1.subnet.oc1..d\n";

    [Fact]
    [Trait("Feature", "66")]
    public void An_adopted_network_may_have_one_subnet_for_two_roles()
    {
        var read = Read("network: { cidr: 10.0.0.0/16, public: 10.0.0.0/24, nodes: 10.0.0.0/24, database: 10.0.1.0/28 }\n"
            + "adopt:\n" + Network + "  node/web-2/instance: ocid1.instance.oc1..w\n");

        Assert.Empty(read.Problems);
        Assert.Equal(5, read.Site!.Adopted.Count);
    }

    [Theory]
    [InlineData("adopt: { network/vcm: ocid1.vcn.oc1..a }\n", "adopt.network/vcm: this version adopts no such thing.")]
    [InlineData("adopt: { node/web-9/instance: ocid1.instance.oc1..a }\n", "adopt.node/web-9/instance: this version adopts no such thing.")]
    [InlineData("adopt: { storage/file-system: ocid1.vcn.oc1..a }\n", "adopt.storage/file-system: \"ocid1.vcn.oc1..a\" is no OCID of a filesystem.")]
    [InlineData("adopt: { storage/export: ocid1.export.oc1..a }\n", "adopt.storage/export: this needs storage/file-system beside it.")]
    [InlineData("adopt: { network/vcn: ocid1.vcn.oc1..a }\n", "adopt.network/vcn: this needs network/subnet-public beside it.")]
    public void What_cannot_be_adopted_is_told(string line, string told) =>
        Assert.Contains(Read(line).Problems, problem => problem.Message.StartsWith(told, StringComparison.Ordinal));

    private static SiteFileResult Read(string more) => SiteFileReader.Read(
        "s.yaml", "site: demo\nrelease: { archive: a.tgz }\ncloud: { provider: local }\n" + more);
}
