using System.Net;
using System.Text.Json;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Oci.Calls;

public sealed class RetryTests : IDisposable
{
    private const string VcnJson = """{"id":"vcn-1","lifecycleState":"AVAILABLE"}""";
    private static readonly CreateVcnDetails Details = new() { CompartmentId = "c" };

    private readonly HurriedTime time = new(new DateTimeOffset(2026, 1, 5, 21, 31, 40, TimeSpan.Zero));

    private readonly FakeService service = new();
    private readonly OciConnection connection;
    private readonly TestKey key = new();

    public RetryTests() => connection = new OciConnection(
        new OciClientOptions { Region = "eu-frankfurt-1" }, key, time, new Random(7), service);

    private VirtualNetworkClient Client => new(connection);

    public static TheoryData<int> ErrorCases() =>
        [.. Enumerable.Range(0, WireFile.Read("errors.json").GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(ErrorCases))]
    public async Task Each_error_is_repeated_or_told_as_its_kind_asks(int number)
    {
        JsonElement error = WireFile.Read("errors.json").GetProperty("cases")[number];
        HttpStatusCode status = (HttpStatusCode)error.GetProperty("status").GetInt32();
        string code = error.GetProperty("body").GetProperty("code").GetString()!;
        string message = error.GetProperty("body").GetProperty("message").GetString()!;
        bool outOfCapacity = message == "Out of host capacity.";
        bool repeated = !outOfCapacity
            && ((int)status is 429 or 500 or 502 or 503 or 504 || code == OciErrorCodes.IncorrectState);
        for (int i = 0; i < 8; i++)
        {
            service.Fail(status, code, message);
        }

        OciException thrown = await Assert.ThrowsAsync<OciException>(
            () => Client.CreateVcnAsync(Details, "token", CancellationToken.None));

        Assert.Equal(repeated ? 8 : 1, service.Requests.Count);
        Assert.Equal((status, code, message, "CreateVcn", outOfCapacity),
            (thrown.Status, thrown.Code, thrown.ServiceMessage, thrown.Operation, thrown.IsOutOfHostCapacity));
    }

    [Fact]
    public async Task A_repeated_create_keeps_token_and_body_and_is_signed_anew_with_its_own_date()
    {
        service.Fail(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable").Answer(HttpStatusCode.OK, VcnJson);

        OciResponse<Vcn> created = await Client.CreateVcnAsync(Details, "token-1", CancellationToken.None);

        Assert.Equal("vcn-1", created.Value.Id);
        SeenRequest first = service.Requests[0], second = service.Requests[1];
        Assert.Equal("token-1", first.Headers["opc-retry-token"]);
        Assert.Equal("token-1", second.Headers["opc-retry-token"]);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Headers["opc-request-id"], second.Headers["opc-request-id"]);
        Assert.NotEqual(first.Headers["date"], second.Headers["date"]);
        Assert.NotEqual(first.Headers["authorization"], second.Headers["authorization"]);
    }

    [Fact]
    public async Task The_pauses_double_up_to_thirty_seconds_and_have_a_jitter_of_one()
    {
        List<DateTimeOffset> seen = [];
        service.OnRequest = () => seen.Add(time.GetUtcNow());
        for (int i = 0; i < 8; i++)
        {
            service.Fail(HttpStatusCode.TooManyRequests, "TooManyRequests");
        }

        await Assert.ThrowsAsync<OciException>(() => Client.GetVcnAsync("v", CancellationToken.None));

        double[] pauses = [.. seen.Zip(seen.Skip(1), (a, b) => (b - a).TotalSeconds)];
        double[] least = [1, 2, 4, 8, 16, 30, 30];
        Assert.All(pauses.Zip(least), pair => Assert.InRange(pair.First, pair.Second, pair.Second + 1.1));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, 2)]
    [InlineData(HttpRequestError.NameResolutionError, 2)]
    [InlineData(HttpRequestError.ResponseEnded, 1)]
    public async Task When_the_connection_fails_a_call_without_token_is_repeated_only_if_it_never_arrived(
        HttpRequestError error, int attempts)
    {
        service.Break(error).Answer(HttpStatusCode.OK, """{"securityRules":[]}""");

        Task call = Client.AddNetworkSecurityGroupSecurityRulesAsync(
            "nsg", new() { SecurityRules = [] }, CancellationToken.None);

        if (attempts == 1)
        {
            Assert.True((await Assert.ThrowsAsync<OciException>(() => call)).MayHaveActed);
        }
        else
        {
            await call;
        }

        Assert.Equal(attempts, service.Requests.Count);
    }

    [Fact]
    public async Task When_the_service_breaks_down_a_call_without_token_is_not_repeated()
    {
        service.Fail(HttpStatusCode.BadGateway, "BadGateway");

        OciException error = await Assert.ThrowsAsync<OciException>(() =>
            Client.RemoveNetworkSecurityGroupSecurityRulesAsync(
                "nsg", new() { SecurityRuleIds = ["1"] }, CancellationToken.None));

        Assert.True(error.MayHaveActed);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task When_the_service_is_silent_the_attempt_ends_and_the_next_one_is_made()
    {
        service.Hang(() => time.Advance(TimeSpan.FromSeconds(60))).Answer(HttpStatusCode.OK, VcnJson);

        OciResponse<Vcn> read = await Client.GetVcnAsync("v", CancellationToken.None);

        Assert.Equal("vcn-1", read.Value.Id);
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task When_the_service_falls_silent_inside_its_answer_the_attempt_ends_too()
    {
        service.HangInBody(() => time.Advance(TimeSpan.FromSeconds(60))).Answer(HttpStatusCode.OK, VcnJson);

        OciResponse<Vcn> read = await Client.GetVcnAsync("v", CancellationToken.None);

        Assert.Equal("vcn-1", read.Value.Id);
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task When_the_key_is_refused_it_is_renewed_once()
    {
        key.CanRenew = true;
        service.Fail(HttpStatusCode.Unauthorized, "NotAuthenticated").Answer(HttpStatusCode.OK, VcnJson);

        await Client.GetVcnAsync("v", CancellationToken.None);

        Assert.Equal(1, key.Renewals);
    }

    [Fact]
    public async Task When_a_proxy_answers_its_page_is_not_taken_for_an_answer_of_OCI()
    {
        service.Answer(HttpStatusCode.Forbidden, "<html>secret page</html>", ("content-type", "text/html"));

        OciException error = await Assert.ThrowsAsync<OciException>(
            () => Client.GetVcnAsync("v", CancellationToken.None));

        Assert.Equal(OciErrorCodes.UnreadableAnswer, error.Code);
        Assert.DoesNotContain("secret page", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_not_told_of_a_time_out()
    {
        service.Hang(() => { });
        using CancellationTokenSource giveUp = new();
        Task call = Client.GetVcnAsync("v", giveUp.Token);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    public void Dispose() => connection.Dispose();
}
