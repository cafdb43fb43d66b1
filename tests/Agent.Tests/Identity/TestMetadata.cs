using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MoodleNodeAgent.Agent.Identity;

/// <summary>A metadata service of the test's own, with the identity of one instance.</summary>
internal sealed class TestMetadata : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestMetadata(WebApplication app) => this.app = app;

    public RSA Key { get; } = RSA.Create(2048);

    public ConcurrentDictionary<string, string> Files { get; } = [];

    /// <summary>Answers key.pem once with the key of an earlier certificate.</summary>
    public string? EarlierKey { get; set; }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Single() + "/");

    public static async Task<TestMetadata> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var metadata = new TestMetadata(builder.Build());
        var request = new CertificateRequest(
            "CN=ocid1.instance.oc1.test", metadata.Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        metadata.Files["cert.pem"] = certificate.ExportCertificatePem();
        metadata.Files["intermediate.pem"] = certificate.ExportCertificatePem();
        metadata.Files["key.pem"] = metadata.Key.ExportRSAPrivateKeyPem();
        metadata.app.MapGet("/opc/v2/identity/{file}", (string file, HttpContext context) =>
        {
            if (context.Request.Headers.Authorization != "Bearer Oracle")
            {
                return Results.Unauthorized();
            }

            if (file == "key.pem" && metadata.EarlierKey is { } earlier)
            {
                metadata.EarlierKey = null;
                return Results.Text(earlier);
            }

            return metadata.Files.TryGetValue(file, out var content) ? Results.Text(content) : Results.NotFound();
        });
        await metadata.app.StartAsync();
        return metadata;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Key.Dispose();
    }
}
