using System.Net;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Oci.Calls;

public sealed class PagingTests : IDisposable
{
    private readonly FakeService service = new();
    private readonly OciConnection connection;

    public PagingTests() => connection = new OciConnection(
        new OciClientOptions { Region = "eu-frankfurt-1" }, new TestKey(), new FakeTimeProvider(), new Random(1),
        service);

    [Fact]
    public async Task Pages_are_read_until_no_next_one_is_named_also_over_an_empty_one()
    {
        service
            .Answer(HttpStatusCode.OK, """[{"id":"a"},{"id":"b"}]""", ("opc-next-page", "p 2"))
            .Answer(HttpStatusCode.OK, "[]", ("opc-next-page", "p3"))
            .Answer(HttpStatusCode.OK, """[{"id":"c"}]""");

        List<string> ids = [];
        await foreach (Vcn vcn in new VirtualNetworkClient(connection).ListVcnsAsync(
            new() { CompartmentId = "c", Limit = 2, Page = "p1" }, CancellationToken.None))
        {
            ids.Add(vcn.Id);
        }

        Assert.Equal(["a", "b", "c"], ids);
        Assert.Equal(["compartmentId=c&limit=2&page=p1", "compartmentId=c&limit=2&page=p%202", "compartmentId=c&limit=2&page=p3"],
            service.Requests.Select(request => request.Query));
    }

    [Fact]
    public async Task When_the_service_names_the_same_page_again_the_list_ends_with_an_error()
    {
        service.Answer(HttpStatusCode.OK, "[]", ("opc-next-page", "x"))
            .Answer(HttpStatusCode.OK, "[]", ("opc-next-page", "x"));

        await Assert.ThrowsAsync<OciException>(async () =>
        {
            await foreach (Vcn _ in new VirtualNetworkClient(connection).ListVcnsAsync(
                new() { CompartmentId = "c" }, CancellationToken.None))
            {
            }
        });

        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task An_empty_id_never_becomes_the_path_of_the_list()
    {
        await Assert.ThrowsAsync<ArgumentException>(
            () => new VirtualNetworkClient(connection).DeleteVcnAsync("", null, CancellationToken.None));

        Assert.Empty(service.Requests);
    }

    public void Dispose() => connection.Dispose();
}
