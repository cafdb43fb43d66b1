using System.Net;
using System.Net.Sockets;
using MoodleNodeAgent.LocalCloud.Hosts;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Networking;

[Trait("Ring", "hosts")]
public sealed class VirtualNetworkTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"mna-network-{Guid.NewGuid():N}");
    private StateDirectory _state = null!;
    private VirtualNetwork _network = null!;

    public Task InitializeAsync()
    {
        _state = StateDirectory.Open(_folder);
        _network = new VirtualNetwork(_state, new CommandRunner());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _network.DisposeAsync();
        await new Remains(_state, new HostLimits(), TimeProvider.System).RemoveAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_place_waits_for_its_VCN()
    {
        Task<NetworkPlace> place = _network.AttachAsync("web", HostsFixture.Vcn, "10.0.1.20", CancellationToken.None);
        Assert.False(place.IsCompleted);

        await _network.ApplyAsync(HostsFixture.Network([HostsFixture.All]), CancellationToken.None);

        Assert.True(File.Exists((await place).Path));
        Assert.Equal(await place, await _network.AttachAsync(
            "web", HostsFixture.Vcn, "10.0.1.20", CancellationToken.None));
    }

    [Fact]
    public async Task The_control_namespace_joins_the_VCN_whose_subnet_has_its_address()
    {
        NetworkPlace control = await _network.StartControlAsync("10.0.2.5", CancellationToken.None);
        Assert.Equal([control], _network.Guests);
        await _network.ApplyAsync(HostsFixture.Network([HostsFixture.All]), CancellationToken.None);
        NetworkPlace web = await _network.AttachAsync("web", HostsFixture.Vcn, "10.0.1.20", CancellationToken.None);

        using Socket server = control.Listen(new IPEndPoint(IPAddress.Any, 7443));
        Assert.Equal("10.0.1.20", await ConnectAsync(web, server, "10.0.2.5", 7443));
    }

    [Fact]
    public async Task An_address_moves_from_one_place_to_another()
    {
        await _network.ApplyAsync(HostsFixture.Network([HostsFixture.All]), CancellationToken.None);
        NetworkPlace web = await _network.AttachAsync("web", HostsFixture.Vcn, "10.0.1.20", CancellationToken.None);
        NetworkPlace first = await _network.AttachAsync("a", HostsFixture.Vcn, "10.0.2.11", CancellationToken.None);
        NetworkPlace second = await _network.AttachAsync("b", HostsFixture.Vcn, "10.0.2.12", CancellationToken.None);
        using Socket onFirst = first.Listen(new IPEndPoint(IPAddress.Any, 3306));
        using Socket onSecond = second.Listen(new IPEndPoint(IPAddress.Any, 3306));

        await _network.MoveAddressAsync("a", "10.0.2.10", CancellationToken.None);
        Assert.Equal("10.0.1.20", await ConnectAsync(web, onFirst, "10.0.2.10", 3306));
        await _network.MoveAddressAsync("b", "10.0.2.10", CancellationToken.None);
        Assert.Equal("10.0.1.20", await ConnectAsync(web, onSecond, "10.0.2.10", 3306));
        await _network.DetachAsync("b", CancellationToken.None);
        await _network.MoveAddressAsync("a", "10.0.2.10", CancellationToken.None);
        Assert.Equal("10.0.1.20", await ConnectAsync(web, onFirst, "10.0.2.10", 3306));
    }

    [Fact]
    public async Task A_stateless_rule_needs_a_rule_for_the_answers_too()
    {
        SecurityRuleSpec stateless = HostsFixture.Tcp("0.0.0.0/0", 3306) with { IsStateless = true };
        SecurityRuleSpec answers = new()
        {
            Protocol = "6",
            Peer = "0.0.0.0/0",
            SourcePorts = new PortRangeSpec(3306, 3306),
            IsStateless = true,
        };
        await _network.ApplyAsync(Between([stateless], [stateless], [], []), CancellationToken.None);
        NetworkPlace web = await _network.AttachAsync("web", HostsFixture.Vcn, "10.0.1.20", CancellationToken.None);
        NetworkPlace database = await _network.AttachAsync(
            "db", HostsFixture.Vcn, "10.0.2.10", CancellationToken.None);
        using Socket server = database.Listen(new IPEndPoint(IPAddress.Any, 3306));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ConnectAsync(web, server, "10.0.2.10", 3306));

        await _network.ApplyAsync(Between([stateless], [stateless], [answers], [answers]), CancellationToken.None);
        Assert.Equal("10.0.1.20", await ConnectAsync(web, server, "10.0.2.10", 3306));

        SecurityRuleSpec stateful = stateless with { IsStateless = false };
        await _network.ApplyAsync(Between([stateful], [stateful], [], []), CancellationToken.None);
        Assert.Equal("10.0.1.20", await ConnectAsync(web, server, "10.0.2.10", 3306));
    }

    [Fact]
    public async Task When_the_local_cloud_was_killed_down_finds_and_removes_all_of_it()
    {
        await _network.StartControlAsync("10.0.1.5", CancellationToken.None);
        await _network.ApplyAsync(HostsFixture.Network([HostsFixture.All]), CancellationToken.None);
        NetworkPlace place = await _network.AttachAsync("db", HostsFixture.Vcn, "10.0.2.10", CancellationToken.None);
        var records = new ProcessRecords(_folder);
        RecordedProcess child = RecordedProcess.Start(
            records, "sleep", ["nsenter", $"--net={place.Path}", "sleep", "600"],
            Path.Combine(_folder, "sleep.log"), environment: []);
        // As if the local cloud had died before it could record it.
        records.Remove("sleep");
        while (!File.ReadAllText($"/proc/{child.Identity.Pid}/comm").StartsWith("sleep", StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        var remains = new Remains(_state, new HostLimits(), TimeProvider.System);
        Assert.NotEmpty(await remains.RemoveAsync(CancellationToken.None));

        Assert.False(child.Identity.IsRunning);
        Assert.Empty(Directory.EnumerateFiles("/run/netns", _state.NamePrefix + "*"));
        Assert.Empty(await remains.RemoveAsync(CancellationToken.None));
        _network = new VirtualNetwork(_state, new CommandRunner());
    }

    private static NetworkSpec Between(
        IReadOnlyList<SecurityRuleSpec> nodesEgress, IReadOnlyList<SecurityRuleSpec> databaseIngress,
        IReadOnlyList<SecurityRuleSpec> databaseEgress, IReadOnlyList<SecurityRuleSpec> nodesIngress)
    {
        NetworkSpec network = HostsFixture.Network(nodesIngress);
        return network with
        {
            Subnets =
            [
                network.Subnets[0] with { Egress = nodesEgress },
                network.Subnets[1] with { Ingress = databaseIngress, Egress = databaseEgress },
            ],
        };
    }

    /// <summary>Connects and returns the client's address as the server sees it.</summary>
    private static async Task<string> ConnectAsync(NetworkPlace from, Socket server, string address, int port)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        using Socket client = from.CreateTcpSocket();
        await client.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), port), limit.Token);
        using Socket accepted = await server.AcceptAsync(limit.Token);
        return ((IPEndPoint)accepted.RemoteEndPoint!).Address.ToString();
    }
}
