using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MoodleNodeAgent.Coordinator.Databases;
using MySqlConnector;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Proof;

/// <summary>A site with Moodle's manners: a login with a hidden token, sessions on the primary, reads on a replica.
/// </summary>
internal sealed class TestSite : IAsyncDisposable
{
    public const string HiddenToken = "token-of-the-form";

    private readonly WebApplication _app;

    private TestSite(WebApplication app)
    {
        _app = app;
        int port = new Uri(app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        Balancer = new Endpoint("127.0.0.1", port);
        // The name does not resolve: the visitor comes through the balancer's address.
        Url = $"http://learn.example.invalid:{port}";
    }

    public Endpoint Balancer { get; }

    public string Url { get; }

    /// <summary>Where pages read.</summary>
    public required Endpoint Reads { get; init; }

    /// <summary>Where the login writes; null: nowhere.</summary>
    public required Endpoint? Writes { get; init; }

    /// <summary>Answers that the first page gives before it works.</summary>
    public int FailuresLeft { get; set; }

    /// <summary>Whether the first page redirects to itself for ever.</summary>
    public bool HasLoop { get; set; }

    public required ProofWork Database { get; init; }

    public static async Task<TestSite> StartAsync(ProofWork database, Endpoint reads, Endpoint? writes)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        WebApplication app = builder.Build();
        TestSite? site = null;
        app.MapGet("/", (RequestDelegate)(context => site!.FirstPageAsync(context)));
        app.MapGet("/login", (RequestDelegate)(context => LoginPageAsync(context)));
        app.MapPost("/login", (RequestDelegate)(context => site!.LoginAsync(context)));
        app.MapGet("/my", (RequestDelegate)(context => site!.MemberPageAsync(context)));
        await app.StartAsync();
        site = new TestSite(app) { Reads = reads, Writes = writes, Database = database };
        return site;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task FirstPageAsync(HttpContext context)
    {
        if (HasLoop)
        {
            context.Response.Redirect("/");
        }
        else if (FailuresLeft-- > 0)
        {
            context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
        }
        else
        {
            await ReadAsync();
            await context.Response.WriteAsync("<p>Welcome</p>");
        }
    }

    private static Task LoginPageAsync(HttpContext context) => context.Response.WriteAsync($"""
        <form action="/search"><input type="hidden" name="wrong" value="1"><input name="q"></form>
        <form method="post" action="/login"><input type="hidden" name="logintoken" value="{HiddenToken}">
        <input name="username"><input type="password" name="password"></form>
        """);

    private async Task LoginAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync();
        if (form["logintoken"] != HiddenToken || form.ContainsKey("wrong")
            || form["username"] != Database.Proof.User || form["password"] != Database.Password.Reveal())
        {
            context.Response.StatusCode = 303;
            context.Response.Headers.Location = "/login";
            return;
        }

        if (Writes is { } primary)
        {
            await using MySqlConnection connection = await OpenAsync(primary);
            await Connections.ExecuteAsync(
                connection, "CREATE TABLE IF NOT EXISTS sessions (id INT)", context.RequestAborted);
            await Connections.ExecuteAsync(connection, "INSERT INTO sessions VALUES (1)", context.RequestAborted);
        }

        context.Response.Cookies.Append("session", "yes");
        context.Response.StatusCode = 303;
        context.Response.Headers.Location = "/my";
    }

    private async Task MemberPageAsync(HttpContext context)
    {
        await ReadAsync();
        await context.Response.WriteAsync(context.Request.Cookies["session"] == "yes" ? "My courses" : "Log in first");
    }

    private async Task ReadAsync()
    {
        await using MySqlConnection connection = await OpenAsync(Reads);
        await Connections.ReadAsync(connection, "SELECT 1", null, CancellationToken.None);
    }

    private Task<MySqlConnection> OpenAsync(Endpoint server) => Connections.OpenAsync(
        server, Database.DatabaseUser, Database.DatabasePassword, Database.DatabaseName, CancellationToken.None);
}
