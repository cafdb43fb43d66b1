using System.Net;
using MoodleNodeAgent.Oci.Identity;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Oci.Calls;

public sealed class BadAnswerTests : IDisposable
{
    private const string VcnJson = """{"id":"vcn-1","lifecycleState":"AVAILABLE"}""";
    private static readonly CreateVcnDetails Details = new() { CompartmentId = "c" };

    private readonly HurriedTime time = new(new DateTimeOffset(2026, 1, 5, 21, 31, 40, TimeSpan.Zero));
    private readonly FakeService service = new();
    private readonly OciConnection connection;

    public BadAnswerTests() => connection = new OciConnection(
        new OciClientOptions { Region = "eu-frankfurt-1", MaxAnswer = 1000 }, new TestKey(), time, new Random(7),
        service);

    private VirtualNetworkClient Client => new(connection);

    [Theory]
    [InlineData("""{"id":"vcn-1","lifecyc""")]
    [InlineData("<html>busy</html>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"id":{"not":"text"}}""")]
    [InlineData("""{"id":"v","timeCreated":"yesterday"}""")]
    public async Task When_an_answer_is_malformed_the_call_is_repeated_and_then_told(string body)
    {
        service.Answer(HttpStatusCode.OK, body).Answer(HttpStatusCode.OK, VcnJson);
        Assert.Equal("vcn-1", (await Client.GetVcnAsync("v", CancellationToken.None)).Value.Id);

        service.Answer(HttpStatusCode.OK, body).Answer(HttpStatusCode.OK, body).Answer(HttpStatusCode.OK, body);
        OciException error = await Assert.ThrowsAsync<OciException>(
            () => Client.CreateVcnAsync(Details, "token", CancellationToken.None));

        Assert.Equal((OciErrorCodes.UnreadableAnswer, true), (error.Code, error.MayHaveActed));
        Assert.Equal(5, service.Requests.Count);
        Assert.DoesNotContain("busy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_an_answer_is_malformed_a_call_without_token_is_not_repeated()
    {
        service.Answer(HttpStatusCode.OK, "{");

        OciException error = await Assert.ThrowsAsync<OciException>(() =>
            Client.AddNetworkSecurityGroupSecurityRulesAsync(
                "n", new() { SecurityRules = [] }, CancellationToken.None));

        Assert.True(error.MayHaveActed);
        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task When_an_answer_is_longer_than_the_cap_it_is_not_read_to_its_end(HttpStatusCode status)
    {
        service.Endless(status);

        OciException error = await Assert.ThrowsAsync<OciException>(
            () => Client.GetVcnAsync("v", CancellationToken.None));

        Assert.Equal(OciErrorCodes.AnswerTooLong, error.Code);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task When_the_answer_of_a_create_was_lost_a_later_refusal_does_not_make_it_certain()
    {
        service.Break(HttpRequestError.ResponseEnded).Fail(HttpStatusCode.BadRequest, "InvalidParameter");

        OciException error = await Assert.ThrowsAsync<OciException>(
            () => Client.CreateVcnAsync(Details, "token", CancellationToken.None));

        Assert.Equal("InvalidParameter", error.Code);
        Assert.True(error.MayHaveActed);
    }

    [Fact]
    public async Task A_refusal_without_a_lost_answer_before_it_is_certain()
    {
        service.Fail(HttpStatusCode.TooManyRequests, "TooManyRequests")
            .Fail(HttpStatusCode.BadRequest, "InvalidParameter");

        OciException error = await Assert.ThrowsAsync<OciException>(
            () => Client.CreateVcnAsync(Details, "token", CancellationToken.None));

        Assert.False(error.MayHaveActed);
    }

    [Fact]
    public async Task The_pause_that_the_service_asks_for_is_kept_up_to_the_longest_one()
    {
        List<DateTimeOffset> seen = [];
        service.OnRequest = () => seen.Add(time.GetUtcNow());
        service.Answer(HttpStatusCode.TooManyRequests, "{}", ("retry-after", "17"))
            .Answer(HttpStatusCode.TooManyRequests, "{}", ("retry-after", "4000"))
            .Answer(HttpStatusCode.OK, VcnJson);

        await Client.GetVcnAsync("v", CancellationToken.None);

        Assert.Equal([17, 30], seen.Zip(seen.Skip(1), (a, b) => Math.Round((b - a).TotalSeconds)));
    }

    [Fact]
    public async Task What_did_not_change_comes_without_a_body()
    {
        service.Answer(HttpStatusCode.NotModified).Answer(HttpStatusCode.NotModified)
            .Answer(HttpStatusCode.OK, """{"id":"db"}""", ("etag", "new"));
        MySqlClient mySql = new(connection);

        Assert.Null(await mySql.GetDbSystemIfChangedAsync("db", "e1", CancellationToken.None));
        Assert.Null(await new NetworkLoadBalancerClient(connection).GetNetworkLoadBalancerIfChangedAsync(
            "nlb", "e2", CancellationToken.None));
        OciResponse<DbSystem>? changed = await mySql.GetDbSystemIfChangedAsync("db", "e1", CancellationToken.None);

        Assert.Equal("new", changed?.Etag);
        Assert.Equal(["e1", "e2", "e1"], service.Requests.Select(request => request.Headers["if-none-match"]));
    }

    [Fact]
    public async Task When_a_service_says_unchanged_though_nobody_asked_it_is_an_error()
    {
        service.Answer(HttpStatusCode.NotModified);

        await Assert.ThrowsAsync<OciException>(() => Client.GetVcnAsync("v", CancellationToken.None));
    }

    [Theory]
    [InlineData("../../20160918/instances", "/20160918/vcns/..%2F..%2F20160918%2Finstances")]
    [InlineData("a?limit=1#x", "/20160918/vcns/a%3Flimit%3D1%23x")]
    [InlineData("%2e%2e", "/20160918/vcns/%252e%252e")]
    [InlineData("a\r\nx: y", "/20160918/vcns/a%0D%0Ax%3A%20y")]
    public async Task An_id_never_leaves_its_place_in_the_path(string id, string path)
    {
        service.Answer(HttpStatusCode.OK, VcnJson);

        await Client.GetVcnAsync(id, CancellationToken.None);

        Assert.Equal(path, service.Requests[0].Path);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task An_id_that_no_escape_can_tame_is_refused(string id)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client.DeleteVcnAsync(id, null, CancellationToken.None));

        Assert.Empty(service.Requests);
    }

    [Theory]
    [InlineData("e\r\nx-other: 1")]
    [InlineData("e\nx")]
    public async Task A_header_never_becomes_two(string etag)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client.DeleteVcnAsync("v", etag, CancellationToken.None));

        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task No_failure_shows_the_key_or_what_was_signed()
    {
        List<OciException> failures = [];
        foreach (Action fault in new Action[]
        {
            () => service.Fail(HttpStatusCode.Unauthorized, "NotAuthenticated"),
            () => service.Fail(HttpStatusCode.Forbidden, "NotAuthorized"),
            () => service.Endless(HttpStatusCode.OK),
            () => service.Answer(HttpStatusCode.BadRequest, "<html>"),
        })
        {
            fault();
            failures.Add(await Assert.ThrowsAsync<OciException>(
                () => new IdentityClient(connection).GetTenancyAsync("t", CancellationToken.None)));
        }

        string said = string.Join('\n', failures);
        Assert.All(service.Requests, request => Assert.DoesNotContain(
            request.Headers["authorization"].Split("signature=\"")[1], said, StringComparison.Ordinal));
        Assert.DoesNotContain("keyId", said, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", said, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        connection.Dispose();
        service.Dispose();
    }
}
