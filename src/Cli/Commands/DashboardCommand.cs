using System.CommandLine;
using MoodleNodeAgent.Cli.Dashboard;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Shows the site live in a browser on this machine.</summary>
internal static class DashboardCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var port = new Option<int>("--port")
        {
            Description = "TCP port on 127.0.0.1. Default: a free one.",
            HelpName = "PORT",
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
            {
                result.AddError("--port has to be between 0 and 65535.");
            }
        });
        var command = new Command("dashboard", "Shows the site live in a browser on this machine, until Ctrl-C.") { port };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            // Tells now, not in the browser, when there is no coordinator.
            await connection.Client.GetStatusAsync(new GetStatusRequest(), cancellationToken: cancellation);
            await using var server = new DashboardServer(connection.Watch, result.GetValue(port), terminal.Clock);
            try
            {
                await server.StartAsync(cancellation);
            }
            catch (IOException failure)
            {
                throw new CommandFailure(
                    ExitCode.Failed, $"Cannot listen on 127.0.0.1: {failure.Message} Choose another --port.");
            }

            terminal.Output.WriteLine($"Dashboard: {server.Url}");
            terminal.Output.WriteLine("The address is good for this run only. Ctrl-C ends it.");
            terminal.Output.Flush();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, terminal.Clock, cancellation);
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C is how it is meant to end.
            }

            return ExitCode.Done;
        });
        return command;
    }
}
