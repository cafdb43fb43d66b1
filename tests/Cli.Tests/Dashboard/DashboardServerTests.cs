using System.Net;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Dashboard;

[Trait("Feature", "55")]
public sealed class DashboardServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly HttpClient client = new();
    private FakeCoordinator coordinator = null!;
    private OperatorConnection connection = null!;
    private DashboardServer server = null!;

    public async Task InitializeAsync()
    {
        coordinator = await FakeCoordinator.StartAsync();
        coordinator.Status = ExampleStatus.Create();
        coordinator.KeepsWatchOpen = true;
        connection = new OperatorConnection(coordinator.SocketPath);
        server = new DashboardServer(connection.Watch, port: 0, TimeProvider.System);
        await server.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        connection.Dispose();
        await coordinator.DisposeAsync();
    }

    [Theory]
    [InlineData("", "text/html")]
    [InlineData("dashboard.js", "text/javascript")]
    [InlineData("dashboard.css", "text/css")]
    public async Task The_page_and_its_parts_come_with_a_policy_that_lets_nothing_in_from_elsewhere(string path, string type)
    {
        using var answer = await client.GetAsync(new Uri(server.Url, path));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_under_another_host_name_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        request.Headers.Host = $"evil.example:{server.Url.Port}";

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_request_of_another_origin_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "events"));
        request.Headers.Add("Origin", "https://evil.example");

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/events")]
    [InlineData("/00000000000000000000000000000000/")]
    public async Task Who_does_not_know_the_address_finds_nothing(string path)
    {
        using var answer = await client.GetAsync(new Uri(server.Url, path));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_events_bring_the_status_the_picture_and_each_change()
    {
        coordinator.SiteEvents =
        [
            new SiteEvent { UnixMilliseconds = 1, Node = new NodeConnection { Node = "web-2", Connected = true } },
        ];
        using var stream = new StreamReader(await client.GetStreamAsync(new Uri(server.Url, "events")));

        Assert.Contains("\"siteUrl\": \"http://127.77.0.10:8080\"", await EventAsync(stream, "site"), StringComparison.Ordinal);
        Assert.Contains(">not connected<", await EventAsync(stream, "picture"), StringComparison.Ordinal);
        Assert.Contains("web-2", await EventAsync(stream, "site"), StringComparison.Ordinal);
        Assert.DoesNotContain(">not connected<", await EventAsync(stream, "picture"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_coordinator_stops_the_page_is_told_so()
    {
        coordinator.KeepsWatchOpen = false;
        using var stream = new StreamReader(await client.GetStreamAsync(new Uri(server.Url, "events")));
        await EventAsync(stream, "site");

        Assert.Contains("The coordinator stopped", await EventAsync(stream, "trouble"), StringComparison.Ordinal);
    }

    // Lines such as "event: site" and "data: {...}", then an empty one.
    private static async Task<string> EventAsync(StreamReader stream, string kind)
    {
        using var bound = new CancellationTokenSource(Bound);
        var data = new List<string>();
        var current = "";
        while (await stream.ReadLineAsync(bound.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                current = line["event: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data.Add(line["data: ".Length..]);
            }
            else if (current == kind)
            {
                return string.Join('\n', data);
            }
            else
            {
                data.Clear();
            }
        }

        throw new InvalidOperationException($"The stream ended before a {kind} event.");
    }
}
