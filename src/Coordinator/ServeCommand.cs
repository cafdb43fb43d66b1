using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using MoodleNodeAgent.Coordinator.Control;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Operator;
using MoodleNodeAgent.Coordinator.Recovery;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci.InstancePrincipals;

namespace MoodleNodeAgent.Coordinator;

/// <summary>"moodle-coordinator serve": runs until SIGTERM.</summary>
internal static class ServeCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var state = new Option<string>("--state") { Description = "Folder of the store.", Required = true };
        var config = new Option<string?>("--oci-config") { Description = "OCI configuration file. Default: ~/.oci/config." };
        var profile = new Option<string?>("--oci-profile")
        {
            Description = "Profile of the OCI configuration file. Default: the one that the site file names.",
        };
        var endpoint = new Option<Uri?>("--oci-endpoint")
        {
            Description = "One URL for all OCI services. Default: the region's own.",
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? uri)
                    && uri.Scheme is ("http" or "https"))
                {
                    return uri;
                }

                result.AddError($"\"{result.Tokens[0].Value}\" is not a URL. Write one such as http://127.0.0.1:8080.");
                return null;
            },
        };
        var control = new Option<IPAddress>("--control-address")
        {
            Description = "Address at which nodes reach this coordinator.",
            DefaultValueFactory = _ => new IPAddress([10, 0, 0, 5]),
            CustomParser = result =>
            {
                if (IPAddress.TryParse(result.Tokens[0].Value, out IPAddress? address))
                {
                    return address;
                }

                result.AddError($"\"{result.Tokens[0].Value}\" is not an IP address. Write one such as 10.0.0.5.");
                return IPAddress.None;
            },
        };
        var packages = new Option<string?>("--packages") { Description = "Folder of the agent's RPMs." };
        var artifacts = new Option<string?>("--artifacts")
        {
            Description = "Folder of release archives. Default: artifacts in the state folder.",
        };
        var socket = new Option<string?>("--socket")
        {
            Description = "Unix socket for operators. Default: operator.sock in the state folder.",
        };
        var agentPort = new Option<int>("--agent-port")
        {
            Description = "TCP port of the agent link.",
            DefaultValueFactory = _ => 7443,
        };
        var enrolmentPort = new Option<int>("--enrolment-port")
        {
            Description = "TCP port of enrolment and packages.",
            DefaultValueFactory = _ => 7444,
        };
        var operatorPort = new Option<int>("--operator-port")
        {
            Description = "TCP port of operators on other machines, mutual TLS.",
            DefaultValueFactory = _ => 7445,
        };
        var metrics = new Option<IPEndPoint?>("--metrics")
        {
            Description = "ADDRESS:PORT of the metrics for Prometheus, such as 127.0.0.1:9464. Default: none.",
            CustomParser = result =>
            {
                if (IPEndPoint.TryParse(result.Tokens[0].Value, out IPEndPoint? address) && address.Port > 0)
                {
                    return address;
                }

                result.AddError($"\"{result.Tokens[0].Value}\" is no ADDRESS:PORT. Write one such as 127.0.0.1:9464.");
                return null;
            },
        };
        var instance = new Option<bool>("--instance-principal")
        {
            Description = "Reach the cloud as the instance that this runs on; no profile is read.",
        };
        var launchFor = new Option<string?>("--launch-for")
        {
            Description = "Launch the site's control host, let in whoever has the key (PEM) in this file, hand the site over "
                + "and do nothing else. Listens on loopback only.",
        };
        var firstAdmin = new Option<string?>("--first-admin")
        {
            Description = "File with the public key (PEM) of the operator who launched this control host.",
        };
        var command = new Command("serve", "Runs the coordinator until it is told to stop.")
        {
            state, config, profile, endpoint, control, packages, artifacts, socket, agentPort, enrolmentPort,
            operatorPort, metrics, instance, launchFor, firstAdmin,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            new ServeSettings
            {
                StateFolder = Path.GetFullPath(parsed.GetRequiredValue(state)),
                OciConfig = parsed.GetValue(config),
                OciProfile = parsed.GetValue(profile),
                OciEndpoint = parsed.GetValue(endpoint),
                ControlAddress = parsed.GetRequiredValue(control),
                PackagesFolder = parsed.GetValue(packages) is { } folder ? Path.GetFullPath(folder) : null,
                ArtifactsFolder = Path.GetFullPath(
                    parsed.GetValue(artifacts) ?? Path.Combine(parsed.GetRequiredValue(state), "artifacts")),
                SocketPath = Path.GetFullPath(
                    parsed.GetValue(socket) ?? Path.Combine(parsed.GetRequiredValue(state), "operator.sock")),
                AgentPort = parsed.GetValue(launchFor) is null ? parsed.GetRequiredValue(agentPort) : 0,
                EnrolmentPort = parsed.GetValue(launchFor) is null ? parsed.GetRequiredValue(enrolmentPort) : 0,
                OperatorPort = parsed.GetValue(launchFor) is null ? parsed.GetRequiredValue(operatorPort) : 0,
                Metrics = parsed.GetValue(metrics),
                IsInstancePrincipal = parsed.GetValue(instance),
                LaunchFor = parsed.GetValue(launchFor) is { } key ? Path.GetFullPath(key) : null,
                FirstAdmin = parsed.GetValue(firstAdmin) is { } admin ? Path.GetFullPath(admin) : null,
                ListenAddress = parsed.GetValue(launchFor) is null ? IPAddress.Any : IPAddress.Loopback,
            },
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ServeSettings settings, CancellationToken interrupted)
    {
        // A coordinator that launches a control host is a child: Ctrl-C is its parent's to hear, and it ends with it.
        using var parent = settings.LaunchFor is null ? null : ParentWatch.Start();
        var cancellation = parent?.Gone ?? interrupted;
        try
        {
            using var alone = settings.LaunchFor is null
                ? null
                : await ParentWatch.EnterAsync(settings.StateFolder, TimeProvider.System, cancellation);
            while (await RunOnceAsync(settings, cancellation))
            {
                // systemd was told that the service stops, and would kill what goes on; it starts it anew.
                if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 })
                {
                    await Console.Out.WriteLineAsync("ending, to be started anew on a restored store");
                    return 0;
                }

                await Console.Out.WriteLineAsync("restarting on a restored store");
            }

            return 0;
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or InvalidDataException
            or UnauthorizedAccessException or InstanceMetadataException)
        {
            await Console.Error.WriteLineAsync($"The coordinator cannot start: {failure.Message}");
            return 1;
        }
    }

    // True: it is to begin anew.
    private static async Task<bool> RunOnceAsync(ServeSettings settings, CancellationToken cancellation)
    {
        using InstanceCloudAccess? instance = settings.IsInstancePrincipal
            ? await InstanceCloudAccess.OpenAsync(settings.OciEndpoint, TimeProvider.System, cancellation)
            : null;
        await using WebApplication app = CoordinatorHost.Build(settings, services =>
        {
            if (settings.LaunchFor is not null)
            {
                services.AddSingleton<IHostLifetime, ParentLifetime>();
            }

            services.AddDeployment(
                provider => (ICloudAccess?)instance ?? new ProfileCloudAccess(
                    new ProfileSettings { ConfigFile = settings.OciConfig, Endpoint = settings.OciEndpoint },
                    provider.GetRequiredService<TimeProvider>()),
                new ControlSettings
                {
                    Address = settings.ControlAddress.ToString(),
                    AgentPort = settings.AgentPort,
                    EnrolmentPort = settings.EnrolmentPort,
                },
                provider => LaunchOf(settings, provider));
        });
        OperatorSocket.Prepare(settings.SocketPath);
        await app.StartAsync(cancellation);
        OperatorSocket.Protect(settings.SocketPath);
        await Console.Out.WriteLineAsync("ready");
        await app.WaitForShutdownAsync(cancellation);
        return app.Services.GetRequiredService<Restart>().IsAsked && !cancellation.IsCancellationRequested;
    }

    private static ControlParts? LaunchOf(ServeSettings settings, IServiceProvider provider)
    {
        if (settings.LaunchFor is not { } keyFile)
        {
            return null;
        }

        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(keyFile));
        var store = provider.GetRequiredService<SiteStore>();
        var time = provider.GetRequiredService<TimeProvider>();
        return new ControlParts
        {
            Documents = store.Documents,
            PackagesFolder = settings.PackagesFolder,
            FirstAdminPem = key.ExportSubjectPublicKeyInfoPem() + "\n",
            Endpoint = settings.OciEndpoint,
            Owner = $"{Environment.UserName} at {Environment.MachineName}",
            Time = time,
            Export = site => store.ExportSite(site, time.GetUtcNow()),
            Handover = new Handover(keyFile),
        };
    }
}
