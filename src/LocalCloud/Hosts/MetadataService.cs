using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MoodleNodeAgent.LocalCloud.Networking;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>The metadata service of the instances, at 169.254.169.254 in each VCN. It knows an instance by the address
/// that asks: OCI's version 2 paths, and the same user_data as a NoCloud seed for cloud-init.</summary>
internal sealed class MetadataService(VirtualNetwork network, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Server> _servers = [];
    private readonly InstanceIdentities _identities = new(time);
    private readonly ConcurrentDictionary<(string VcnId, string Address), InstanceSpec> _instances = [];

    /// <summary>Begins to answer in a VCN.</summary>
    public async Task StartAsync(string vcnId, CancellationToken cancellation)
    {
        if (_servers.ContainsKey(vcnId))
        {
            return;
        }

        Socket socket = network.RouterOf(vcnId)
            .Listen(new IPEndPoint(IPAddress.Parse(VirtualNetwork.MetadataAddress), 80));
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenHandle((ulong)socket.SafeHandle.DangerousGetHandle());
        });
        builder.Services.AddRoutingCore();
        WebApplication application = builder.Build();
        application.MapGet("/nocloud/user-data", context => AnswerAsync(context, vcnId, UserData));
        application.MapGet("/nocloud/meta-data", context => AnswerAsync(context, vcnId, NoCloudMetadata));
        application.MapGet("/nocloud/vendor-data", context => AnswerAsync(context, vcnId, _ => []));
        application.MapGet("/opc/v2/instance/{**path}", context => AnswerOracleAsync(context, vcnId, InstanceDocument));
        application.MapGet("/opc/v2/vnics/{**path}", context => AnswerOracleAsync(context, vcnId, VnicDocument));
        application.MapGet("/opc/v2/identity/{file}", context => AnswerIdentityAsync(context, vcnId));
        await application.StartAsync(cancellation);
        _servers[vcnId] = new Server(application, socket);
    }

    /// <summary>Ends the service of a VCN.</summary>
    public async Task StopAsync(string vcnId)
    {
        if (_servers.TryRemove(vcnId, out Server? server))
        {
            await server.Application.StopAsync(new CancellationToken(canceled: true));
            await server.Application.DisposeAsync();
            server.Socket.Dispose();
        }
    }

    /// <summary>Lets an instance find its metadata.</summary>
    public void Add(InstanceSpec instance) => _instances[(instance.VcnId, instance.PrivateAddress)] = instance;

    /// <summary>Forgets an instance.</summary>
    public void Remove(InstanceSpec instance)
    {
        _instances.TryRemove((instance.VcnId, instance.PrivateAddress), out _);
        _identities.Remove(instance.InstanceId);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var vcnId in _servers.Keys)
        {
            await StopAsync(vcnId);
        }
    }

    private static byte[] UserData(InstanceSpec instance) =>
        instance.Metadata.TryGetValue("user_data", out var encoded) ? Convert.FromBase64String(encoded) : [];

    private static byte[] NoCloudMetadata(InstanceSpec instance) => JsonSerializer.SerializeToUtf8Bytes(
        new Dictionary<string, string>
        {
            ["instance-id"] = instance.InstanceId,
            ["local-hostname"] = instance.HostName,
        });

    private static string InstanceDocument(InstanceSpec instance) => instance.MetadataDocument;

    private string VnicDocument(InstanceSpec instance)
    {
        SubnetSpec? subnet = network.SpecOf(instance.VcnId)?.Subnets
            .FirstOrDefault(subnet => subnet.SubnetId == instance.SubnetId);
        return JsonSerializer.Serialize(new[]
        {
            new Dictionary<string, object?>
            {
                ["vnicId"] = instance.VnicId,
                ["privateIp"] = instance.PrivateAddress,
                ["vlanTag"] = 0,
                ["macAddr"] = instance.MacAddress,
                ["virtualRouterIp"] = subnet?.RouterAddress,
                ["subnetCidrBlock"] = subnet?.CidrBlock,
            },
        });
    }

    private async Task AnswerAsync(HttpContext context, string vcnId, Func<InstanceSpec, byte[]> content)
    {
        if (Find(context, vcnId) is not { } instance)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await context.Response.Body.WriteAsync(content(instance), context.RequestAborted);
    }

    private async Task AnswerIdentityAsync(HttpContext context, string vcnId)
    {
        if (!IsFromTheInstance(context))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (Find(context, vcnId) is not { } instance
            || _identities.Find(instance, (string)context.Request.RouteValues["file"]!) is not { } content)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "text/plain";
        await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(content), context.RequestAborted);
    }

    // Version 2 wants the header and no sign of a proxy, so that a request which somebody else's server was tricked into
    // brings nothing.
    private static bool IsFromTheInstance(HttpContext context) =>
        context.Request.Headers.Authorization == "Bearer Oracle"
        && !context.Request.Headers.ContainsKey("Forwarded")
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("X-Forwarded-Host");

    private async Task AnswerOracleAsync(HttpContext context, string vcnId, Func<InstanceSpec, string> document)
    {
        if (!IsFromTheInstance(context))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (Find(context, vcnId) is not { } instance
            || Select(document(instance), (string?)context.Request.RouteValues["path"]) is not { } value)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var isText = value.ValueKind == JsonValueKind.String;
        context.Response.ContentType = isText ? "text/plain" : "application/json";
        var text = isText ? value.GetString()! : value.GetRawText();
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
    }

    private InstanceSpec? Find(HttpContext context, string vcnId) =>
        context.Connection.RemoteIpAddress is { } address
            ? _instances.GetValueOrDefault((vcnId, address.MapToIPv4().ToString()))
            : null;

    private static JsonElement? Select(string document, string? path)
    {
        using var parsed = JsonDocument.Parse(document);
        JsonElement element = parsed.RootElement;
        foreach (var name in (path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member))
            {
                element = member;
            }
            else if (element.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index)
                && index >= 0 && index < element.GetArrayLength())
            {
                element = element[index];
            }
            else
            {
                return null;
            }
        }

        return element.Clone();
    }

    private sealed record Server(WebApplication Application, Socket Socket);
}
