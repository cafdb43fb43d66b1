using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Networking;

/// <summary>What is done to a single network namespace, in the words of ip, sysctl and nft.</summary>
internal sealed class NetworkNamespaces(CommandRunner commands)
{
    /// <summary>Makes a namespace with its loopback up.</summary>
    public async Task AddAsync(string name, CancellationToken cancellation)
    {
        await commands.RunAsync("ip", ["netns", "add", name], cancellation);
        await IpAsync(name, ["link set lo up"], cancellation);
    }

    /// <summary>Makes a namespace that forwards between its links and answers ARP for what is behind them.</summary>
    public async Task AddRouterAsync(string name, string ownAddress, CancellationToken cancellation)
    {
        await AddAsync(name, cancellation);
        try
        {
            // "default" is what new interfaces inherit.
            await SetKernelAsync(name,
            [
                "net.ipv4.ip_forward=1", "net.ipv4.conf.default.proxy_arp=1",
                "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.default.rp_filter=0",
                "net.ipv4.conf.all.send_redirects=0", "net.ipv4.conf.default.send_redirects=0",
            ], cancellation);
            await IpAsync(name, [$"address replace {ownAddress}/32 dev lo"], cancellation);
        }
        catch
        {
            await TryDeleteAsync(name);
            throw;
        }
    }

    /// <summary>Removes a namespace by name; it lives on while a process is in it.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellation) =>
        commands.RunAsync("ip", ["netns", "delete", name], cancellation);

    /// <summary>Removes a namespace if it is there.</summary>
    public Task TryDeleteAsync(string name) =>
        commands.TryRunAsync("ip", ["netns", "delete", name], CancellationToken.None);

    /// <summary>Sets kernel settings, such as net.ipv4.ip_forward=1.</summary>
    public Task SetKernelAsync(string name, IReadOnlyList<string> settings, CancellationToken cancellation) =>
        commands.RunAsync("ip", ["netns", "exec", name, "sysctl", "--quiet", "--write", .. settings], cancellation);

    /// <summary>Runs lines of ip(8) one after the other; none of them: nothing.</summary>
    public async Task IpAsync(string name, IReadOnlyList<string> lines, CancellationToken cancellation)
    {
        if (lines.Count > 0)
        {
            await commands.RunAsync(
                "ip", ["-netns", name, "-batch", "-"], cancellation, string.Join('\n', lines) + "\n");
        }
    }

    /// <summary>Loads nftables rules as one transaction.</summary>
    public Task LoadRulesAsync(string name, string rules, CancellationToken cancellation) =>
        commands.RunAsync("ip", ["netns", "exec", name, "nft", "-f", "-"], cancellation, rules);
}
