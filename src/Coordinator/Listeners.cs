using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using MoodleNodeAgent.Coordinator.Control;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Pki;

namespace MoodleNodeAgent.Coordinator;

/// <summary>The doors of the coordinator. An endpoint answers on its own one only.</summary>
internal enum Door
{
    /// <summary>Agents with a certificate, mutual TLS.</summary>
    Agents,

    /// <summary>Hosts that have no certificate yet: enrolment and packages.</summary>
    Enrolment,

    /// <summary>Operators: over a Unix socket, or with a certificate over mutual TLS.</summary>
    Operators,

    /// <summary>Monitoring, plain HTTP.</summary>
    Metrics,
}

/// <summary>Marks an endpoint with its door.</summary>
internal sealed record OnListener(Door Door);

/// <summary>Sets up Kestrel's listeners and keeps endpoints apart.</summary>
internal static class Listeners
{
    // Idle streams cross connection tracking of routers; a ping keeps them known and finds dead ones.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Limits that long streams need.</summary>
    public static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.Http2.KeepAlivePingDelay = PingDelay;
        kestrel.Limits.Http2.KeepAlivePingTimeout = PingTimeout;
    }

    /// <summary>Agents' listener: TLS 1.3, a certificate of the agents' intermediate in the handshake.</summary>
    public static void ListenForAgents(KestrelServerOptions kestrel, IPEndPoint address)
    {
        var authority = kestrel.ApplicationServices.GetRequiredService<Authority>();
        var revocations = kestrel.ApplicationServices.GetRequiredService<Revocations>();
        var log = kestrel.ApplicationServices.GetRequiredService<ILogger<AgentLinkService>>();
        kestrel.Listen(address, listen =>
        {
            Mark(listen, Door.Agents);
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(TlsOptions(kestrel, (options, connection) =>
            {
                options.ClientCertificateRequired = true;
                // A resumed session would not show a revocation of the meantime.
                options.AllowTlsResume = false;
                options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    AgentIdentity.Of(certificate as X509Certificate2, authority, revocations) is not null
                    || Refuse(log, connection, certificate, "agent");
            }));
        });
    }

    /// <summary>Enrolment's listener: the client checks us, we do not check the client.</summary>
    public static void ListenForEnrolment(KestrelServerOptions kestrel, IPEndPoint address) =>
        kestrel.Listen(address, listen =>
        {
            Mark(listen, Door.Enrolment);
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(TlsOptions(kestrel, (_, _) => { }));
        });

    /// <summary>Operators' listener for other machines: TLS 1.3, a certificate of the operators' intermediate in the
    /// handshake.</summary>
    public static void ListenForOperators(KestrelServerOptions kestrel, IPEndPoint address)
    {
        var authority = kestrel.ApplicationServices.GetRequiredService<Authority>();
        var revocations = kestrel.ApplicationServices.GetRequiredService<Revocations>();
        var log = kestrel.ApplicationServices.GetRequiredService<ILogger<AgentLinkService>>();
        var firstAdmin = kestrel.ApplicationServices.GetRequiredService<FirstAdmin>();
        kestrel.Listen(address, listen =>
        {
            Mark(listen, Door.Operators);
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(TlsOptions(kestrel, (options, connection) =>
            {
                options.ClientCertificateRequired = true;
                options.AllowTlsResume = false;
                options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    (certificate is X509Certificate2 shown && !revocations.IsRevoked(shown.SerialNumber)
                        && (authority.IsOperator(shown) || firstAdmin.Admits(shown)))
                    || Refuse(log, connection, certificate, "operator");
            }));
        });
    }

    /// <summary>Operators' listener: whoever may open the socket file is an operator.</summary>
    public static void ListenForOperators(KestrelServerOptions kestrel, string socketPath) =>
        kestrel.ListenUnixSocket(socketPath, listen =>
        {
            Mark(listen, Door.Operators);
            listen.Protocols = HttpProtocols.Http2;
        });

    /// <summary>Monitoring's listener: figures, no names of persons and no secrets.</summary>
    public static void ListenForMonitoring(KestrelServerOptions kestrel, IPEndPoint address) =>
        kestrel.Listen(address, listen =>
        {
            Mark(listen, Door.Metrics);
            listen.Protocols = HttpProtocols.Http1;
        });

    /// <summary>Answers 404 to a request for an endpoint that belongs to another listener, or to none.</summary>
    public static Task KeepApart(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OnListener>() is { } wanted
            && context.Features.Get<ListenerFeature>()?.Door == wanted.Door)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static void Mark(ListenOptions listen, Door door)
    {
        var feature = new ListenerFeature(door);
        listen.Use(next => connection =>
        {
            connection.Features.Set(feature);
            return next(connection);
        });
    }

    private static TlsHandshakeCallbackOptions TlsOptions(
        KestrelServerOptions kestrel, Action<SslServerAuthenticationOptions, ConnectionContext> configure)
    {
        var certificates = kestrel.ApplicationServices.GetRequiredService<ServerCertificates>();
        var limits = kestrel.ApplicationServices.GetRequiredService<FleetLimits>();
        return new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = limits.Handshake,
            OnConnection = handshake =>
            {
                string name = handshake.ClientHelloInfo.ServerName;
                var options = new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificates.Find(name)
                        ?? throw new AuthenticationException(
                            $"A client asked for the TLS server name \"{name}\". Use control.SITE.internal."),
#pragma warning disable CA5398 // Both ends are ours and speak TLS 1.3; nothing older may be negotiated.
                    EnabledSslProtocols = SslProtocols.Tls13,
#pragma warning restore CA5398
                };
                configure(options, handshake.Connection);
                return ValueTask.FromResult(options);
            },
        };
    }

    private static bool Refuse(ILogger log, ConnectionContext connection, X509Certificate? certificate, string wanted)
    {
        FleetLog.CertificateRefused(
            log,
            connection.RemoteEndPoint?.ToString(),
            certificate is null ? "there is none" : $"\"{certificate.Subject}\" is not a valid {wanted}'s");
        return false;
    }

    private sealed record ListenerFeature(Door Door);
}
