using System.Diagnostics;
using System.Globalization;

namespace MoodleNodeAgent.Benchmarks.Peers;

/// <summary>An ssh server on loopback with one address for each host; whoever logs in there is put into that host. The
/// hosts themselves have no ssh server. Client settings as a careful administrator of Ansible has them: one connection
/// for each host, kept open.</summary>
internal sealed class SshDoors : IAsyncDisposable
{
    private readonly Process server;
    private readonly IReadOnlyList<string> nodes;

    private SshDoors(Process server, string clientSettings, IReadOnlyList<string> nodes)
    {
        this.server = server;
        ClientSettings = clientSettings;
        this.nodes = nodes;
    }

    /// <summary>File for ssh -F.</summary>
    public string ClientSettings { get; }

    /// <summary>Starts the server.</summary>
    /// <param name="leaders">Process number of each host's init, by the host's name.</param>
    /// <param name="folder">Where keys and settings are written.</param>
    public static async Task<SshDoors> OpenAsync(IReadOnlyDictionary<string, int> leaders, string folder)
    {
        foreach (string key in new[] { "server-key", "client-key" })
        {
            await RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, key)]);
        }

        var addresses = leaders.Keys.Select((node, index) => (Node: node, Address: $"127.78.{index / 250}.{(index % 250) + 1}")).ToList();
        string enter = Path.Combine(folder, "enter");
        await File.WriteAllTextAsync(enter, "#!/bin/sh\nexec nsenter -t \"$1\" -a -- /bin/sh -c \"${SSH_ORIGINAL_COMMAND}\"\n");
        File.SetUnixFileMode(enter, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string settings = Path.Combine(folder, "sshd_config");
        await File.WriteAllLinesAsync(
            settings,
            [
                "Port 27022",
                .. addresses.Select(pair => $"ListenAddress {pair.Address}"),
                $"HostKey {folder}/server-key",
                $"AuthorizedKeysFile {folder}/client-key.pub",
                "StrictModes no",
                "PidFile none",
                "LogLevel ERROR",
                "UsePAM no",
                "PermitRootLogin yes",
                "MaxStartups 1000",
                .. addresses.SelectMany(pair => new[] { $"Match LocalAddress {pair.Address}", $"    ForceCommand {enter} {leaders[pair.Node]}" }),
            ]);
        string client = Path.Combine(folder, "ssh_config");
        await File.WriteAllLinesAsync(
            client,
            [
                .. addresses.SelectMany(pair => new[] { $"Host {pair.Node}", $"    HostName {pair.Address}" }),
                "Host *",
                "    Port 27022",
                "    User root",
                $"    IdentityFile {folder}/client-key",
                "    IdentitiesOnly yes",
                "    BatchMode yes",
                "    StrictHostKeyChecking no",
                "    UserKnownHostsFile /dev/null",
                "    LogLevel ERROR",
                "    ControlMaster auto",
                $"    ControlPath {folder}/%n",
                "    ControlPersist 600",
            ]);
        // Its folder for connections that have not logged in yet.
        Directory.CreateDirectory("/run/sshd");
        Process server = Process.Start(new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-e", "-f", settings]))!;
        var doors = new SshDoors(server, client, [.. leaders.Keys]);
        try
        {
            foreach (string node in leaders.Keys)
            {
                await RunAsync("ssh", ["-F", client, "-o", "ConnectionAttempts=30", node, "true"]);
            }
        }
        catch
        {
            await doors.DisposeAsync();
            throw;
        }

        return doors;
    }

    /// <summary>A word as the shell at the other end reads it back.</summary>
    public static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public async ValueTask DisposeAsync()
    {
        foreach (string node in nodes)
        {
            // Ends the connection that stayed open; there may be none.
            using Process exit = Process.Start(new ProcessStartInfo("ssh", ["-F", ClientSettings, "-O", "exit", node])
            {
                RedirectStandardError = true,
            })!;
            await exit.WaitForExitAsync();
        }

        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync();
        server.Dispose();
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true })!;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}."));
        }
    }
}
