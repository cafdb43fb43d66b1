using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CliWrap.Buffered;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Api.Signing;
using MoodleNodeAgent.LocalCloud.Commands;
using Microsoft.AspNetCore.Builder;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.LocalCloud.Tests.Conformance;

/// <summary>Oracle's own TypeScript SDK against the API over loopback: tests/Conformance/site-life.mjs.</summary>
[Trait("Ring", "cloud")]
public sealed class SiteLifeTests : IDisposable
{
    /// <summary>Steps of the script: a run that ends early has fewer.</summary>
    private const int Steps = 72;

    /// <summary>A whole site's life takes at most this long, without the installation of the packages.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);

    private static readonly NodeScripts Scripts = new("tests/Conformance");

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("local-cloud-");
    private readonly CancellationTokenSource _cancellation = new(TimeSpan.FromMinutes(5));

    public void Dispose()
    {
        _cancellation.Dispose();
        _state.Delete(true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2400)]
    public async Task A_whole_site_lives_and_dies_through_oracles_typescript_sdk(double latencyFactor)
    {
        string packages = await Scripts.InstallAsync(_cancellation.Token);
        using Socket listener = Listen();
        AccessKey key = Credentials.ReadOrCreate(_state, "eu-frankfurt-1");
        await using var cloud = new Cloud(
            new CloudOptions { TenancyId = key.TenancyId, LatencyFactor = latencyFactor },
            new ApiOnlyDataPlane(TimeProvider.System), TimeProvider.System);
        await using WebApplication app = CloudHost.Build(cloud, key, [listener]);
        await app.StartAsync(_cancellation.Token);

        BufferedCommandResult result = await Scripts.RunAsync(
            [
                "site-life.mjs", "--config", Path.Combine(_state.FullName, "oci", "config"),
                "--endpoint", $"http://{listener.LocalEndPoint}", "--packages", packages,
            ],
            packages, null, _cancellation.Token);

        List<JsonObject> lines = [.. result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject())];
        Assert.True(lines.Count > 0, result.StandardError);
        string[] wrong = [.. lines.SkipLast(1).Where(line => !(bool)line["ok"]!).Select(line => line.ToJsonString())];
        Assert.True(wrong.Length == 0, $"{wrong.Length} steps are wrong:\n{string.Join('\n', wrong)}");
        Assert.Equal(Steps, lines.Count - 1);
        Assert.Equal(0, result.ExitCode);
        Assert.InRange((int)lines[^1]["milliseconds"]!, 1, (int)Limit.TotalMilliseconds);
        Assert.Equal([], cloud.Resources.Where(resource => resource.TimeEnded is null).Select(resource => resource.Id));
    }

    [Fact]
    public async Task Answers_that_break_the_sdks_declarations_are_found()
    {
        string packages = await Scripts.InstallAsync(_cancellation.Token);
        BufferedCommandResult result = await Scripts.RunAsync(
            ["--test", "--test-reporter=tap", "declarations.test.mjs"], packages, null, _cancellation.Token);
        Assert.True(result.IsSuccess, result.StandardOutput + result.StandardError);
        Assert.Contains("# pass 11", result.StandardOutput, StringComparison.Ordinal);
    }

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }
}
