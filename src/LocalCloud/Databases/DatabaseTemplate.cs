using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>An empty data directory, made once for a release of MariaDB and copied for each server. Made without a
/// binary log, so that each copy starts before the first transaction and can replicate from the start.</summary>
internal sealed class DatabaseTemplate(string cacheDirectory)
{
    /// <summary>Size of the redo log in bytes: the larger part of a fresh data directory, so it is small.</summary>
    public const string RedoLogSize = "16M";

    /// <summary>Owner of all data directories and servers: a user id without a name and without rights.</summary>
    public const uint UserId = 64306;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly CommandRunner _commands = new();

    /// <summary>Copies the template to a folder that does not exist yet.</summary>
    public async Task CopyToAsync(string dataDirectory, CancellationToken cancellation)
    {
        string template = await MakeAsync(cancellation);
        await _commands.RunAsync("cp", ["-a", "--reflink=auto", template, dataDirectory], cancellation);
    }

    /// <summary>Makes the template when it is not there.</summary>
    /// <returns>Its folder.</returns>
    public async Task<string> MakeAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            // Sample: mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)
            string version = await _commands.RunAsync("mariadbd", ["--version"], cancellation);
            string release = version.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
            string template = Path.Combine(cacheDirectory, $"mariadb-{release}");
            if (Directory.Exists(template))
            {
                return template;
            }

            Directory.CreateDirectory(cacheDirectory);
            string unfinished = $"{template}.{Environment.ProcessId}.new";
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            await _commands.RunAsync(
                "mariadb-install-db",
                [
                    "--no-defaults", $"--datadir={unfinished}", "--user=root", "--skip-test-db",
                    "--auth-root-authentication-method=socket", "--auth-root-socket-user=root",
                    $"--innodb-log-file-size={RedoLogSize}",
                    // A starting server removes the temporary tables of every server that shares its tmpdir.
                    $"--tmpdir={unfinished}",
                ],
                cancellation);
            await _commands.RunAsync("chown", ["-R", $"{UserId}:{UserId}", unfinished], cancellation);
            try
            {
                Directory.Move(unfinished, template);
            }
            catch (IOException) when (Directory.Exists(template))
            {
                // Another cloud on this machine was first.
                Directory.Delete(unfinished, recursive: true);
            }

            return template;
        }
        finally
        {
            _gate.Release();
        }
    }
}
