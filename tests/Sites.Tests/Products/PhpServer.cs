using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>PHP's own web server over a folder: scripts run as for a visitor, not as programs of the command line.
/// </summary>
internal sealed class PhpServer : IDisposable
{
    private readonly Process process;
    private readonly HttpClient http;

    private PhpServer(Process process, int port)
    {
        this.process = process;
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
    }

    public static async Task<PhpServer> StartAsync(string folder)
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var start = new ProcessStartInfo("php", ["-S", $"127.0.0.1:{port}", "-t", folder]) { RedirectStandardError = true };
        var process = Process.Start(start)!;
        // "[Mon Nov 23 04:00:00 2026] PHP 8.2.36 Development Server (http://127.0.0.1:4711) started"
        var line = await process.StandardError.ReadLineAsync();
        Assert.Contains("started", line, StringComparison.Ordinal);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        return new PhpServer(process, port);
    }

    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose()
    {
        http.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
