namespace MoodleNodeAgent.Oci;

public sealed class OciClientOptionsTests
{
    [Theory]
    [InlineData(OciService.Identity, "https://identity.eu-frankfurt-1.oci.oraclecloud.com/")]
    [InlineData(OciService.VirtualNetwork, "https://iaas.eu-frankfurt-1.oraclecloud.com/")]
    [InlineData(OciService.Compute, "https://iaas.eu-frankfurt-1.oraclecloud.com/")]
    [InlineData(OciService.FileStorage, "https://filestorage.eu-frankfurt-1.oci.oraclecloud.com/")]
    [InlineData(OciService.MySql, "https://mysql.eu-frankfurt-1.ocp.oraclecloud.com/")]
    [InlineData(OciService.NetworkLoadBalancer,
        "https://network-load-balancer-api.eu-frankfurt-1.oci.oraclecloud.com/")]
    [InlineData(OciService.Limits, "https://limits.eu-frankfurt-1.oci.oraclecloud.com/")]
    [InlineData(OciService.ObjectStorage, "https://objectstorage.eu-frankfurt-1.oraclecloud.com/")]
    [InlineData(OciService.Auth, "https://auth.eu-frankfurt-1.oraclecloud.com/")]
    public void Each_service_has_the_regions_host(OciService service, string address) =>
        Assert.Equal(new Uri(address), new OciClientOptions { Region = "eu-frankfurt-1" }.EndpointOf(service));

    [Theory]
    [InlineData("eu-frankfurt-1", "oraclecloud.com")]
    [InlineData("xx-newtown-1", "oraclecloud.com")]
    [InlineData("us-langley-1", "oraclegovcloud.com")]
    [InlineData("us-gov-phoenix-1", "oraclegovcloud.com")]
    [InlineData("uk-gov-london-1", "oraclegovcloud.uk")]
    [InlineData("ap-chiyoda-1", "oraclecloud8.com")]
    [InlineData("me-dcc-muscat-1", "oraclecloud9.com")]
    [InlineData("ap-dcc-canberra-1", "oraclecloud10.com")]
    [InlineData("eu-frankfurt-2", "oraclecloud.eu")]
    [InlineData("eu-dcc-rome-1", "psn-pco.it")]
    [InlineData("ap-dcc-tokyo-1", "nricloud.jp")]
    public void A_region_has_the_domain_of_its_realm(string region, string domain) => Assert.Equal(
        new Uri($"https://iaas.{region}.{domain}"),
        new OciClientOptions { Region = region }.EndpointOf(OciService.Compute));

    [Fact]
    public void A_domain_that_is_given_wins_over_the_regions() => Assert.Equal(
        new Uri("https://auth.xx-newtown-1.oraclecloud99.com"),
        new OciClientOptions { Region = "xx-newtown-1", SecondLevelDomain = "oraclecloud99.com" }
            .EndpointOf(OciService.Auth));

    [Fact]
    public void One_override_goes_for_all_services_and_a_services_own_wins_over_it()
    {
        OciClientOptions options = new()
        {
            Region = "local",
            Endpoint = new Uri("http://127.0.0.1:1"),
            Endpoints = new Dictionary<OciService, Uri> { [OciService.MySql] = new("http://127.0.0.1:2") },
        };

        Assert.Equal(2, options.EndpointOf(OciService.MySql).Port);
        Assert.All(Enum.GetValues<OciService>().Except([OciService.MySql]),
            service => Assert.Equal(1, options.EndpointOf(service).Port));
    }
}
