using System.Text.Json.Nodes;
using Grpc.Core;

namespace MoodleNodeAgent.Cli.Commands;

public sealed class StatusCommandTests
{
    [Fact]
    [Trait("Feature", "54")]
    public async Task The_json_of_a_status_keeps_its_names_and_shape()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Status = ExampleStatus.Create();

        Assert.Equal(0, await session.RunAsync("status", "--json"));

        Assert.Equal(
            """
            {
              "site_url": "http://127.77.0.10:8080",
              "nodes": [
                {
                  "name": "web-1",
                  "address": "10.0.1.11",
                  "connected": true,
                  "tasks": {
                    "ok": 3,
                    "changed": 11,
                    "failed": 0,
                    "skipped": 0
                  },
                  "drift": []
                },
                {
                  "name": "web-2",
                  "address": "10.0.1.12",
                  "connected": false,
                  "tasks": {
                    "ok": 1,
                    "changed": 2,
                    "failed": 1,
                    "skipped": 4
                  },
                  "drift": []
                }
              ],
              "database": {
                "endpoints": [
                  {
                    "role": "primary",
                    "address": "10.0.2.10",
                    "port": 3306
                  },
                  {
                    "role": "replica",
                    "address": "10.0.2.11",
                    "port": 3306
                  },
                  {
                    "role": "replica-balancer",
                    "address": "10.0.2.13",
                    "port": 3306
                  }
                ]
              },
              "balancer": {
                "address": "127.77.0.10",
                "healthy": 1,
                "total": 2
              },
              "storage": {
                "export": "10.0.1.10:/moodledata",
                "mount_command": "sudo mount 10.0.1.10:/moodledata /mnt/moodledata",
                "ports": "TCP 111, 2048-2050; UDP 111, 2048"
              },
              "wall_seconds": 125.5,
              "longest_path_seconds": 118.25
            }

            """,
            session.Output);
    }

    [Fact]
    [Trait("Feature", "63")]
    public async Task A_status_for_people_tells_all_that_the_console_would()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Status = ExampleStatus.Create();

        Assert.Equal(0, await session.RunAsync("status"));

        Assert.Equal(
            """
            Site       demo (sample)
            URL        http://127.77.0.10:8080
            Balancer   127.77.0.10, ports 8080: 1 of 2 nodes healthy
            Database
              primary           10.0.2.10:3306
              replica           10.0.2.11:3306
              replica-balancer  10.0.2.13:3306
            Storage    10.0.1.10:/moodledata
              mount    sudo mount 10.0.1.10:/moodledata /mnt/moodledata
              ports    TCP 111, 2048-2050; UDP 111, 2048
            Nodes
              web-1  10.0.1.11  connected      3 ok, 11 changed, 0 failed, 0 skipped
              web-2  10.0.1.12  not connected  1 ok, 2 changed, 1 failed, 4 skipped
            Wall time  2 min 05 s
            Longest path  1 min 58 s: network/vcn > database/system > app/install

            """,
            session.Output);
    }

    [Fact]
    public async Task Endpoints_nodes_and_secrets_are_shown()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Status = ExampleStatus.Create();

        Assert.Equal(0, await session.RunAsync("endpoints"));
        Assert.Equal(0, await session.RunAsync("nodes"));
        Assert.Equal(0, await session.RunAsync("secret", "show", "app/admin"));

        Assert.Contains("replica           10.0.2.11:3306\n", session.Output, StringComparison.Ordinal);
        Assert.Contains("web-1  10.0.1.11  connected", session.Output, StringComparison.Ordinal);
        Assert.EndsWith("value of app/admin\n", session.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StatusCode.Aborted, 4)]
    [InlineData(StatusCode.InvalidArgument, 2)]
    [InlineData(StatusCode.NotFound, 1)]
    [InlineData(StatusCode.Internal, 1)]
    public async Task A_refusal_of_the_coordinator_becomes_an_exit_code(StatusCode status, int exitCode)
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Failure = new RpcException(new Status(status, "What, where, remedy."));

        Assert.Equal(exitCode, await session.RunAsync("status"));
        Assert.Equal("What, where, remedy.\n", session.Error);
    }

    [Fact]
    public async Task When_the_coordinator_is_not_there_the_exit_code_is_5()
    {
        await using var session = await Session.StartAsync();

        Assert.Equal(5, await session.RunAsync("status", "--socket", session.PathOf("none.sock")));
        Assert.StartsWith($"Cannot reach the coordinator at {session.PathOf("none.sock")} (no such socket).", session.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aply")]
    [InlineData("apply")]
    [InlineData("status", "--jsn")]
    [InlineData("secret", "show")]
    [Trait("Feature", "56")]
    public async Task A_wrong_command_line_exits_with_2(params string[] arguments)
    {
        await using var session = await Session.StartAsync();

        Assert.Equal(2, await session.RunAsync(arguments));
    }

    [Theory]
    [Trait("Feature", "54")]
    [InlineData("nodes", "nodes")]
    [InlineData("endpoints", "database", "endpoints")]
    public async Task The_json_of_a_part_is_that_part_of_the_status(string command, params string[] path)
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Status = ExampleStatus.Create();
        Assert.Equal(0, await session.RunAsync("status", "--json"));
        var whole = JsonNode.Parse(session.Output);
        await using var other = await Session.StartAsync();
        other.Coordinator.Status = ExampleStatus.Create();

        Assert.Equal(0, await other.RunAsync(command, "--json"));

        var part = path.Aggregate(whole, (node, name) => node![name]);
        Assert.True(JsonNode.DeepEquals(part, JsonNode.Parse(other.Output)), other.Output);
    }
}
