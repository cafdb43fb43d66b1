using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MoodleNodeAgent.Oci.Signing;

namespace MoodleNodeAgent.Oci.InstancePrincipals;

/// <summary>How to ask the metadata service of the machine.</summary>
public sealed record InstanceMetadataOptions
{
    /// <summary>Where it is; default: http://169.254.169.254.</summary>
    public Uri Endpoint { get; init; } = new("http://169.254.169.254");

    /// <summary>How long one attempt may take; default: 30 seconds.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a question is asked, the first time included; default: 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Pause before the second attempt; it doubles with each further one; default: 1 second.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>Where a machine is.</summary>
public sealed record InstanceRegion
{
    /// <summary>The region's id, such as eu-frankfurt-1.</summary>
    public required string Id { get; init; }

    /// <summary>The realm's domain, such as oraclecloud.com.</summary>
    public required string SecondLevelDomain { get; init; }
}

/// <summary>The metadata service, version 2, as every machine at Oracle has it.</summary>
public sealed class InstanceMetadata : IDisposable
{
    private const int MaxAnswer = 1 << 20;

    private readonly InstanceMetadataOptions options;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    /// <summary>Connects to nothing yet; the handler is for tests, and is not disposed.</summary>
    public InstanceMetadata(InstanceMetadataOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        this.options = options;
        this.time = time;
        http = new HttpClient(handler ?? NewHandler(), disposeHandler: handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Where the machine is: the region, and the domain of its realm.</summary>
    public async Task<InstanceRegion> GetRegionAsync(CancellationToken cancellationToken)
    {
        string text = await GetAsync("instance/regionInfo/", cancellationToken);
        InstanceRegionInfo? told;
        try
        {
            told = JsonSerializer.Deserialize(text, AuthJson.Default.InstanceRegionInfo);
        }
        catch (JsonException e)
        {
            throw Unusable("instance/regionInfo/", "it is not JSON", e);
        }

        string region = told?.RegionIdentifier
            ?? OciRegions.IdOf((await GetAsync("instance/region", cancellationToken)).Trim())!;
        string domain = told?.RealmDomainComponent ?? OciRealms.DomainOf(region);
        // Both become part of a host name, to which signed requests go.
        return IsHostName(region) && IsHostName(domain)
            ? new InstanceRegion { Id = region, SecondLevelDomain = domain }
            : throw Unusable("instance/regionInfo/", "it names no region", null);
    }

    /// <summary>Signs a statement with the key of the machine's identity, which never leaves this method.</summary>
    /// <exception cref="InstanceMetadataException">The service tells no usable identity.</exception>
    public async Task<InstanceSignature> SignAsync(ReadOnlyMemory<byte> statement, CancellationToken cancellationToken)
    {
        using InstanceIdentity identity = await GetIdentityAsync(cancellationToken);
        return new InstanceSignature
        {
            Certificate = identity.Certificate,
            Intermediate = identity.Intermediates.Count > 0
                ? identity.Intermediates[0]
                : throw Unusable("identity/intermediate.pem", "it holds no certificate", null),
            Signature = identity.Key.SignData(
                statement.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        };
    }

    /// <summary>OCID of the tenancy that the machine is in, by its certificate.</summary>
    public async Task<string> GetTenancyAsync(CancellationToken cancellationToken)
    {
        using InstanceIdentity identity = await GetIdentityAsync(cancellationToken);
        return identity.Tenancy;
    }

    /// <summary>The machine's certificate, its key, and who issued it; read anew each time, as they change hourly.
    /// </summary>
    internal async Task<InstanceIdentity> GetIdentityAsync(CancellationToken cancellationToken) =>
        InstanceIdentity.Read(
            await GetAsync("identity/cert.pem", cancellationToken),
            await GetAsync("identity/key.pem", cancellationToken),
            await GetAsync("identity/intermediate.pem", cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    // The address is one of this machine alone: a proxy would answer with its own, or see our key.
    internal static SocketsHttpHandler NewHandler() => new() { AllowAutoRedirect = false, UseProxy = false };

    private static bool IsHostName(string name) =>
        name.Length is > 0 and < 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

    private async Task<string> GetAsync(string path, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(path, cancellationToken);
            }
            catch (InstanceMetadataException e) when (e.IsWorthRepeating && attempt < options.MaxAttempts)
            {
                await Task.Delay(options.Pause * Math.Pow(2, attempt - 1), time, cancellationToken);
            }
        }
    }

    private async Task<string> TryAsync(string path, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(options.AttemptTimeout, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(options.Endpoint, "/opc/v2/" + path));
        request.Headers.TryAddWithoutValidation("authorization", "Bearer Oracle");
        try
        {
            using HttpResponseMessage answer =
                await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            int status = (int)answer.StatusCode;
            if (!OciAnswer.IsSuccess(answer.StatusCode))
            {
                throw new InstanceMetadataException(
                    $"The metadata service {options.Endpoint.Authority} refuses {path} with {status}. "
                    + "Look whether this machine is an instance at Oracle, and whether a firewall bars the address.")
                {
                    IsWorthRepeating = answer.StatusCode == HttpStatusCode.NotFound || status == 429 || status >= 500,
                };
            }

            byte[] body = await OciAnswer.ReadAsync(answer, MaxAnswer, either.Token)
                ?? throw Unusable(path, $"it is longer than {MaxAnswer} bytes", null);
            return Encoding.UTF8.GetString(body);
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new InstanceMetadataException(
                $"The metadata service {options.Endpoint.Authority} does not answer for {path}. "
                + "Sign with a profile's key where this machine is no instance at Oracle.", e)
            {
                IsWorthRepeating = true,
            };
        }
    }

    private InstanceMetadataException Unusable(string path, string why, Exception? inner) =>
        new($"The metadata service {options.Endpoint.Authority} answers {path} in a way that cannot be used: {why}.",
            inner);
}

/// <summary>The metadata service of the machine is absent, refuses, or tells what cannot be used.</summary>
public sealed class InstanceMetadataException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal bool IsWorthRepeating { get; init; }
}
