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
    public void Each_service_has_the_regions_host(OciService service, string address) =>
        Assert.Equal(new Uri(address), new OciClientOptions { Region = "eu-frankfurt-1" }.EndpointOf(service));

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
