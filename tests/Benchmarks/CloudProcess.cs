using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.Benchmarks;

/// <summary>A local cloud that runs on the first core, and requests signed with its key.</summary>
internal sealed class CloudProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Dictionary<string, string> _profile;
    private readonly RSA _key = RSA.Create();

    private CloudProcess(Process process, IPEndPoint endpoint, Dictionary<string, string> profile)
    {
        _process = process;
        Endpoint = endpoint;
        _profile = profile;
        _key.ImportFromPem(File.ReadAllText(profile["key_file"]));
    }

    public IPEndPoint Endpoint { get; }

    /// <summary>From the process's start to its first answer.</summary>
    public double StartSeconds { get; private set; }

    public string CompartmentId { get; private set; } = "";

    /// <summary>Resident memory now.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Time on the processor so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<CloudProcess> StartAsync(string program, string state)
    {
        var clock = Stopwatch.StartNew();
        Process process = Process.Start(new ProcessStartInfo(
            "taskset", ["-c", "0", program, "--api-only", "--state", state, "--latency-factor", "0"])
        {
            RedirectStandardOutput = true,
        })!;
        // Sample: listening on http://127.0.0.1:40123
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("It ended.");
        IPEndPoint endpoint = IPEndPoint.Parse(line.Split("//")[1]);
        using var client = new HttpClient();
        JsonNode health = (await client.GetFromJsonAsync<JsonNode>($"http://{endpoint}/_local/health"))!;
        double seconds = clock.Elapsed.TotalSeconds;
        Dictionary<string, string> profile = (await File.ReadAllLinesAsync(Path.Combine(state, "oci", "config")))
            .Select(text => text.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1]);
        return new CloudProcess(process, endpoint, profile)
        {
            StartSeconds = seconds, CompartmentId = (string)health["compartmentId"]!,
        };
    }

    /// <summary>A whole request as it goes over the wire.</summary>
    public byte[] Sign(string method, string target, string? body)
    {
        string date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        string text = $"date: {date}\n(request-target): {method.ToLowerInvariant()} {target}\nhost: {Endpoint}";
        string names = "date (request-target) host";
        string headers = $"host: {Endpoint}\r\ndate: {date}\r\n";
        if (body is not null)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            string digest = Convert.ToBase64String(SHA256.HashData(bytes));
            names += " content-length content-type x-content-sha256";
            text += $"\ncontent-length: {bytes.Length}\ncontent-type: application/json\nx-content-sha256: {digest}";
            headers += $"content-length: {bytes.Length}\r\ncontent-type: application/json\r\n"
                + $"x-content-sha256: {digest}\r\n";
        }

        string signature = Convert.ToBase64String(
            _key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        string keyId = $"{_profile["tenancy"]}/{_profile["user"]}/{_profile["fingerprint"]}";
        return Encoding.UTF8.GetBytes(
            $"{method} {target} HTTP/1.1\r\n{headers}authorization: Signature version=\"1\",headers=\"{names}\","
            + $"keyId=\"{keyId}\",algorithm=\"rsa-sha256\",signature=\"{signature}\"\r\n\r\n{body}");
    }

    /// <summary>Makes a resource and gives its OCID.</summary>
    public async Task<string> CreateAsync(string path, JsonObject body) =>
        (string)(await SignedLoad.SendAsync(Endpoint, Sign("POST", path, body.ToJsonString())))["id"]!;

    public Task<JsonNode> GetAsync(string target) => SignedLoad.SendAsync(Endpoint, Sign("GET", target, null));

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _key.Dispose();
    }
}
