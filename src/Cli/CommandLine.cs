using System.CommandLine;
using System.Net.Sockets;
using Grpc.Core;
using MoodleNodeAgent.Cli.Commands;
using MoodleNodeAgent.Cli.Operators;

namespace MoodleNodeAgent.Cli;

/// <summary>The command line as a whole: all commands, and what their failures mean for the caller.</summary>
internal static class CommandLine
{
    private const string DefaultSocket = "/run/moodle-coordinator/operator.sock";

    /// <summary>Runs one command line and returns its exit code.</summary>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        var socket = new Option<string>("--socket")
        {
            Description = $"The coordinator's Unix socket. Default: $MOODLECTL_SOCKET, else {DefaultSocket}.",
            HelpName = "PATH",
            Recursive = true,
            DefaultValueFactory = _ => terminal.SocketPath is { Length: > 0 } path ? path : DefaultSocket,
        };
        var at = new Option<string?>("--at")
        {
            Description = "Site to reach from another machine, by the card installed here. Default: the only one.",
            HelpName = "SITE",
            Recursive = true,
        };
        var root = new RootCommand("Builds and watches a highly available web site from a site file.") { socket, at };
        var place = "";
        OperatorConnection Connect(ParseResult result)
        {
            place = result.GetRequiredValue(socket);
            var connection = SiteOf(result, socket, at, terminal) is { } site
                ? ConnectTo(site)
                : new OperatorConnection(place);
            place = connection.Place;
            return connection;
        }

        OperatorConnection ConnectTo(string site)
        {
            var connection = OperatorConnection.Open(
                new OperatorFolder(Path.Combine(terminal.ConfigFolder, site)), terminal.Clock);
            place = connection.Place;
            return connection;
        }

        bool IsNamed(ParseResult result) =>
            IsSocketNamed(result, socket, terminal) || result.GetValue(at) is not null;

        Command[] commands =
        [
            InitCommand.Create(terminal),
            PreflightCommand.Create(terminal),
            ImportCommand.Create(terminal),
            ValidateCommand.Create(terminal),
            PlanCommand.Create(terminal, Connect),
            ApplyCommand.Create(terminal, Connect, IsNamed, ConnectTo),
            ScaleCommand.Create(terminal, Connect),
            StatusCommand.Create(terminal, Connect),
            EndpointsCommand.Create(terminal, Connect),
            NodesCommand.Create(terminal, Connect),
            LogsCommand.Create(terminal, Connect),
            TokenCommand.Create(terminal, Connect),
            AuthorityCommand.Create(terminal, Connect),
            SecretCommand.Create(terminal, Connect),
            DestroyCommand.Create(terminal, Connect),
            DriftCommand.Create(terminal, Connect),
            LeaseCommand.Create(terminal, Connect),
            AuditCommand.Create(terminal, Connect),
            JoinCommand.Create(terminal, Connect),
            RecoveryCommand.Create(terminal, Connect),
            OperatorsCommand.Create(terminal, Connect),
            TaskCommand.Create(terminal, Connect),
            MaintenanceCommand.Create(terminal, Connect),
            DoctorCommand.Create(terminal, Connect),
            BackupCommand.Create(terminal, Connect),
            UpgradeCommand.Create(terminal, Connect),
            SwitchoverCommand.Create(terminal, Connect),
            RollCommand.Create(terminal, Connect),
            PurgeCachesCommand.Create(terminal, Connect),
            CfgCommand.Create(terminal, Connect),
            CronCommand.Create(terminal, Connect),
            EventsCommand.Create(terminal, Connect),
            DiagramCommand.Create(terminal, Connect),
            DashboardCommand.Create(terminal, Connect),
            CompletionCommand.Create(terminal),
        ];
        foreach (var command in commands)
        {
            root.Add(command);
        }

        var parsed = root.Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            // Signals are counted by Interrupts: an apply ends in order.
            ProcessTerminationTimeout = null,
        };
        try
        {
            var exitCode = await parsed.InvokeAsync(configuration, cancellation);
            return parsed.Errors.Count > 0 ? ExitCode.Usage : exitCode;
        }
        catch (CommandFailure failure)
        {
            terminal.Error.WriteLine(failure.Message);
            return failure.ExitCode;
        }
        catch (RpcException failure)
        {
            return Report(failure, terminal, place);
        }
        catch (OperationCanceledException)
        {
            return ReportInterruption(terminal);
        }
    }

    // The site whose card counts; null: the socket on this machine does.
    private static string? SiteOf(
        ParseResult result, Option<string> socket, Option<string?> at, Terminal terminal)
    {
        var cards = OperatorFolder.SitesOf(terminal.ConfigFolder);
        if (result.GetValue(at) is { } site)
        {
            return cards.Contains(site) ? site : throw new CommandFailure(
                ExitCode.Usage,
                $"There is no card for \"{site}\" in {terminal.ConfigFolder}. Known: "
                + $"{(cards.Count == 0 ? "none" : string.Join(", ", cards))}. Install one with \"moodlectl operators install\".");
        }

        return !IsSocketNamed(result, socket, terminal) && cards is [var only] ? only : null;
    }

    private static bool IsSocketNamed(ParseResult result, Option<string> socket, Terminal terminal) =>
        result.GetResult(socket) is { Implicit: false } || terminal.SocketPath is { Length: > 0 }
        || File.Exists(DefaultSocket);

    private static int Report(RpcException failure, Terminal terminal, string place)
    {
        switch (failure.StatusCode)
        {
            case StatusCode.Cancelled:
                return ReportInterruption(terminal);
            case StatusCode.Unavailable:
                terminal.Error.WriteLine(
                    $"Cannot reach the coordinator at {place}{ReasonOf(failure)}. Start it, or name its socket with "
                    + "--socket PATH.");
                return ExitCode.Unreachable;
            case StatusCode.Aborted:
                terminal.Error.WriteLine(failure.Status.Detail);
                return ExitCode.Locked;
            case StatusCode.InvalidArgument:
                terminal.Error.WriteLine(failure.Status.Detail);
                return ExitCode.Usage;
            default:
                terminal.Error.WriteLine(failure.Status.Detail);
                return ExitCode.Failed;
        }
    }

    // Such as "No such file or directory" or "Permission denied".
    private static string ReasonOf(RpcException failure)
    {
        for (var cause = failure.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
            {
                return $" ({socket.SocketErrorCode switch
                {
                    SocketError.AccessDenied => "permission denied",
                    SocketError.ConnectionRefused => "nobody listens",
                    SocketError.TimedOut => "no answer",
                    SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no way there",
                    SocketError.HostNotFound => "no such host",
                    _ => "no such socket",
                }})";
            }
        }

        return "";
    }

    private static int ReportInterruption(Terminal terminal)
    {
        terminal.Error.WriteLine("Interrupted. What was done is kept; the same command goes on from there.");
        return ExitCode.Interrupted;
    }
}
