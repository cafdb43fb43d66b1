using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using MoodleNodeAgent.Agent;
using MoodleNodeAgent.Agent.Link;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Benchmarks.Agents;

/// <summary>Many agents in one process: the link's own sessions, back-off and messages, each with a TLS connection of its
/// own; only the executor behind them answers at once.</summary>
internal static class Simulator
{
    /// <summary>First argument of the process that is one.</summary>
    public const string Command = "simulate-agents";

    /// <summary>Arguments: file of agents, port, how many. Prints "connected N" as the number changes, twice a second.
    /// </summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        int count = int.Parse(arguments[2], null);
        string[] lines = await File.ReadAllLinesAsync(arguments[0]);
        // These live as long as the process: the agents never end.
        ECDsa key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(lines[0]), out _);
        X509Certificate2 root = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(lines[1]));
        X509Certificate2 intermediate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(lines[2]));
        var connected = new Count();
        Task[] agents = [.. lines.Skip(3).Take(count).Select((line, index) => LiveAsync(
            new LinkIdentity(
                X509CertificateLoader.LoadCertificate(Convert.FromBase64String(line)).CopyWithPrivateKey(key), [intermediate]),
            root, int.Parse(arguments[1], null), $"node-{index + 1}", connected))];
        int told = -1;
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
            if (connected.Value != told)
            {
                Console.WriteLine($"connected {told = connected.Value}");
            }

            if (agents.FirstOrDefault(agent => agent.IsFaulted) is { } broken)
            {
                await broken;
            }
        }
    }

    private static async Task LiveAsync(
        LinkIdentity identity, X509Certificate2 root, int port, string node, Count connected)
    {
        var limits = new Limits();
        // A node's own sequence of waits.
        var backoff = new Backoff(new Random(node.GetHashCode(StringComparison.Ordinal)), limits.Reconnect);
        while (true)
        {
            bool isIn = false;
            try
            {
                using GrpcChannel channel = Channel(identity, root, port);
                await new LinkSession(
                    new AgentLink.AgentLinkClient(channel), new PromptExecutor(), limits, TimeProvider.System, Log.Logger)
                    .RunAsync(
                        new Hello { Node = node, AgentVersion = "0.1.0", Facts = new Facts { OperatingSystem = "simulated" } },
                        () =>
                        {
                            isIn = true;
                            connected.Add(1);
                            backoff.Reset();
                        },
                        _ => { },
                        CancellationToken.None);
            }
            catch (Exception exception) when (exception is Grpc.Core.RpcException or IOException or TimeoutException)
            {
                // The next attempt follows.
            }

            connected.Add(isIn ? -1 : 0);
            await Task.Delay(backoff.Next());
        }
    }

    private static GrpcChannel Channel(LinkIdentity identity, X509Certificate2 root, int port)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            CustomTrustStore = { root },
        };
        return GrpcChannel.ForAddress("https://control.bench.internal", new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectCallback = async (_, cancellation) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                },
                SslOptions = new SslClientAuthenticationOptions
                {
#pragma warning disable CA5398 // As the agent does.
                    EnabledSslProtocols = SslProtocols.Tls13,
#pragma warning restore CA5398
                    CertificateChainPolicy = policy,
                    ClientCertificateContext =
                        SslStreamCertificateContext.Create(identity.Certificate, identity.Chain, offline: true),
                },
            },
        });
    }

    private sealed class Count
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Add(int more) => Interlocked.Add(ref _value, more);
    }

    /// <summary>Answers each run at once: every task is as wanted.</summary>
    private sealed class PromptExecutor : IExecutor
    {
        private Func<ExecutorMessage, Task>? _receiver;

        public void DeliverTo(Func<ExecutorMessage, Task> receiver) => _receiver = receiver;

        public void EndDelivery(Func<ExecutorMessage, Task> receiver) => _receiver = null;

        public async Task SendAsync(LinkMessage message, CancellationToken cancellation)
        {
            if (message.Run is { } run && _receiver is { } deliver)
            {
                var result = new RunResult { RunId = run.RunId, Status = RunStatus.Succeeded };
                result.Results.AddRange(run.Spec.Tasks.Select(task => new TaskResult { TaskId = task.Id, Status = TaskStatus.Ok }));
                await deliver(new ExecutorMessage { RunResult = result });
            }
        }
    }
}
