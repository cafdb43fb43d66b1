using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MoodleNodeAgent.Oci.Calls;

/// <summary>A program of its own makes the call, as the proxy is read from a process's environment.</summary>
public sealed class ProxyTests : IDisposable
{
    private const string Host = "identity.eu-frankfurt-1.oci.oraclecloud.com";
    private readonly TcpListener proxy = new(IPAddress.Loopback, 0);

    public ProxyTests() => proxy.Start();

    [Fact]
    public async Task The_proxy_of_the_environment_is_asked_for_a_tunnel()
    {
        Task<string> seen = ServeAsync("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");

        (int exit, string said) = await CallAsync();

        Assert.StartsWith($"CONNECT {Host}:443 HTTP/1.1", await seen, StringComparison.Ordinal);
        Assert.Equal(5, exit);
        Assert.Contains(OciErrorCodes.Unreachable, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_somebody_on_the_way_has_another_certificate_nothing_is_sent()
    {
        Task<bool> received = InterceptAsync();

        (int exit, string said) = await CallAsync();

        Assert.False(await received);
        Assert.Equal(5, exit);
        Assert.Contains(OciErrorCodes.Unreachable, said, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature version", said, StringComparison.Ordinal);
    }

    public void Dispose() => proxy.Dispose();

    private async Task<string> ServeAsync(string answer)
    {
        using TcpClient client = await proxy.AcceptTcpClientAsync();
        string request = await ReadHeadAsync(client.GetStream());
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
        return request;
    }

    private async Task<bool> InterceptAsync()
    {
        using TcpClient client = await proxy.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        await ReadHeadAsync(stream);
        await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
        using X509Certificate2 forged = Forge();
        await using SslStream tls = new(stream);
        try
        {
            await tls.AuthenticateAsServerAsync(forged);
            return await tls.ReadAsync(new byte[1]) > 0;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return false;
        }
    }

    private static X509Certificate2 Forge()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={Host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[8192];
        StringBuilder head = new();
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int count = await stream.ReadAsync(buffer);
            Assert.NotEqual(0, count);
            head.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return head.ToString();
    }

    private async Task<(int Exit, string Said)> CallAsync()
    {
        ProcessStartInfo start = new("dotnet", [typeof(Program).Assembly.Location]) { RedirectStandardOutput = true };
        foreach (string name in start.Environment.Keys
            .Where(name => name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HTTPS_PROXY"] = $"http://{proxy.LocalEndpoint}";
        using Process program = Process.Start(start)!;
        string said = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, said);
    }
}
