using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Store;
using MySqlConnector;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Databases;

/// <summary>A MariaDB primary with one replica on loopback, both with TLS. Stands in for MySQL HeatWave.</summary>
public sealed class DatabaseServers : IAsyncLifetime
{
    public const string AdminUser = "admin";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("mariadb-").FullName;
    private readonly List<Process> _processes = [];

    public Secret AdminPassword { get; } = new("Adm'in\\-1");

    public Endpoint Primary { get; } = new("127.0.0.1", FreePort());

    public Endpoint Replica { get; } = new("127.0.0.1", FreePort());

    public async Task InitializeAsync()
    {
        using (Authority authority = Authority.Create(TimeProvider.System))
        {
            using X509Certificate2 certificate = authority.IssueServer("control.demo.internal");
            using ECDsa key = certificate.GetECDsaPrivateKey()!;
            await File.WriteAllTextAsync(Path.Combine(_folder, "cert.pem"), certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        }

        await StartAsync("primary", Primary, 1);
        await StartAsync("replica", Replica, 2);
        await ExecuteAsync(Replica, $"""
            CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={Primary.Port}, MASTER_USER='{AdminUser}',
            MASTER_PASSWORD={Sql.Text(AdminPassword.Reveal())}, MASTER_USE_GTID=slave_pos, MASTER_SSL=1,
            MASTER_CONNECT_RETRY=1; START SLAVE
            """);
    }

    public async Task DisposeAsync()
    {
        foreach (Process process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    public async Task ExecuteAsync(Endpoint server, string sql)
    {
        await using MySqlConnection connection = await Connections.OpenAsync(
            server, AdminUser, AdminPassword, null, CancellationToken.None);
        await Connections.ExecuteAsync(connection, sql, CancellationToken.None);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <remarks>
    /// Each pair has a temporary directory of its own: a starting server removes all <c>#sql-temptable-*</c> of its
    /// <c>tmpdir</c>, also those of another server that is at work there.
    /// </remarks>
    private async Task StartAsync(string name, Endpoint endpoint, int serverId)
    {
        string data = Path.Combine(_folder, name);
        using (Process install = Start(
            "mariadb-install-db", "--no-defaults", $"--datadir={data}", "--user=root", "--skip-test-db",
            "--auth-root-authentication-method=normal", $"--tmpdir={_folder}"))
        {
            await install.WaitForExitAsync().WaitAsync(Bound);
            Assert.Equal(0, install.ExitCode);
        }

        string init = Path.Combine(_folder, name + ".sql");
        // Each server gets its administrator by itself; the replica must not get it a second time.
        await File.WriteAllLinesAsync(init, [
            "SET SESSION sql_log_bin = 0;",
            $"CREATE OR REPLACE USER '{AdminUser}'@'%' IDENTIFIED BY {Sql.Text(AdminPassword.Reveal())};",
            $"GRANT ALL ON *.* TO '{AdminUser}'@'%' WITH GRANT OPTION;",
        ]);
        _processes.Add(Start(
            "mariadbd", "--no-defaults", "--user=root", $"--datadir={data}", $"--socket={data}.sock",
            $"--pid-file={data}.pid", $"--tmpdir={_folder}", "--bind-address=127.0.0.1", $"--port={endpoint.Port}", $"--server-id={serverId}",
            "--log-bin=bin", "--gtid-strict-mode=ON", "--skip-name-resolve", $"--init-file={init}",
            $"--ssl-cert={Path.Combine(_folder, "cert.pem")}", $"--ssl-key={Path.Combine(_folder, "key.pem")}",
            "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=8M", "--performance-schema=OFF"));
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await ExecuteAsync(endpoint, "SELECT 1");
                return;
            }
            catch (MySqlException) when (TimeProvider.System.GetElapsedTime(start) < Bound)
            {
                await Task.Delay(100);
            }
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
