using System.Net;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using MoodleNodeAgent.Cli.Diagrams;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Dashboard;

/// <summary>Shows the site in the operator's browser. Listens on this machine's loopback only, answers only under its
/// own host name and a path that nobody can guess, and passes on what the coordinator tells.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Without defaults a false or a 0 would be left out, which the page reads just so.
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default);

    private readonly WebApplication application;
    private readonly Watch.WatchClient watch;
    private readonly TimeProvider clock;
    private readonly string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <param name="watch">The coordinator.</param>
    /// <param name="port">TCP port; 0: a free one.</param>
    /// <param name="clock">For the pauses between attempts to reach the coordinator.</param>
    public DashboardServer(Watch.WatchClient watch, int port, TimeProvider clock)
    {
        this.watch = watch;
        this.clock = clock;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        // An open stream of events must not hold the end back.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        application = builder.Build();
        application.Run(AnswerAsync);
    }

    /// <summary>Where the dashboard is, once started.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    public async Task StartAsync(CancellationToken cancellation)
    {
        await application.StartAsync(cancellation);
        var address = new Uri(application.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Single());
        Url = new Uri($"http://127.0.0.1:{address.Port}/{token}/");
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private static string ContentSecurityPolicy { get; } =
        "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'; style-src 'self' "
        + $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(SiteDiagram.Style)))}'";

    private async Task AnswerAsync(HttpContext context)
    {
        // Another name for 127.0.0.1, or another page as the origin, is a foreign site that uses the operator's browser.
        if (context.Request.Host.Value != Url.Authority || IsForeign(context.Request.Headers.Origin))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        switch (context.Request.Path.Value is { } path && path.StartsWith(Url.AbsolutePath, StringComparison.Ordinal)
            ? path[Url.AbsolutePath.Length..] : null)
        {
            case "":
                await SendAsync(context, "index.html", MediaTypeNames.Text.Html);
                break;
            case "dashboard.css":
                await SendAsync(context, "dashboard.css", MediaTypeNames.Text.Css);
                break;
            case "dashboard.js":
                await SendAsync(context, "dashboard.js", MediaTypeNames.Text.JavaScript);
                break;
            case "events":
                await SendEventsAsync(context.Response, context.RequestAborted);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private bool IsForeign(StringValues origin) =>
        origin.Count > 0 && origin.ToString() != Url.GetLeftPart(UriPartial.Authority);

    private static async Task SendAsync(HttpContext context, string name, string type)
    {
        await using Stream content = typeof(DashboardServer).Assembly.GetManifestResourceStream($"dashboard/{name}")!;
        context.Response.ContentType = $"{type}; charset=utf-8";
        context.Response.ContentLength = content.Length;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    // Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html
    private async Task SendEventsAsync(HttpResponse response, CancellationToken cancellation)
    {
        response.ContentType = "text/event-stream";
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                string trouble = await PassOnAsync(response, cancellation);
                await WriteAsync(response, "trouble", trouble, cancellation);
                await Task.Delay(Patience, clock, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The browser went away.
        }
    }

    // Until the stream ends. Gives the reason.
    private async Task<string> PassOnAsync(HttpResponse response, CancellationToken cancellation)
    {
        SiteStatus? status = null;
        try
        {
            using AsyncServerStreamingCall<SiteEvent> call = watch.WatchSite(
                new WatchSiteRequest(), cancellationToken: cancellation);
            await foreach (SiteEvent one in call.ResponseStream.ReadAllAsync(cancellation))
            {
                await WriteAsync(response, "site", Json.Format(one), cancellation);
                SiteStatus? next = After(status, one);
                if (next is not null && !next.Equals(status))
                {
                    await WriteAsync(response, "picture", SiteDiagram.Render(next), cancellation);
                    status = next;
                }
            }

            return "The coordinator stopped. Waiting for it.";
        }
        catch (RpcException failure) when (failure.StatusCode != StatusCode.Cancelled)
        {
            return failure.StatusCode == StatusCode.Unavailable
                ? "The coordinator cannot be reached. What is shown is as it was; trying again."
                : failure.Status.Detail;
        }
        catch (RpcException)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    private static SiteStatus? After(SiteStatus? status, SiteEvent one)
    {
        if (one.Status is not null || status is null || one.Node is null)
        {
            return one.Status ?? status;
        }

        SiteStatus next = status.Clone();
        foreach (NodeStatus node in next.Nodes.Where(node => node.Name == one.Node.Node))
        {
            node.Connected = one.Node.Connected;
        }

        return next;
    }

    private static async Task WriteAsync(
        HttpResponse response, string kind, string data, CancellationToken cancellation)
    {
        var text = new StringBuilder().Append("event: ").Append(kind).Append('\n');
        foreach (string line in data.Split('\n'))
        {
            text.Append("data: ").Append(line).Append('\n');
        }

        await response.WriteAsync(text.Append('\n').ToString(), cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
