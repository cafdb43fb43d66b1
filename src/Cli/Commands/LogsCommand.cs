using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Prints what a node's agent wrote into the node's journal.</summary>
internal static class LogsCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var node = new Argument<string>("node") { Description = "Name of the node, such as web-1.", HelpName = "NODE" };
        var follow = new Option<bool>("--follow", "-f")
        {
            Description = "Go on with what comes, until Ctrl-C, at most 10 minutes.",
        };
        var run = new Option<string>("--run") { Description = "Only lines of this run.", HelpName = "ID" };
        var lines = new Option<uint>("--lines", "-n")
        {
            Description = "Newest lines to begin with, at most 10,000. Default: 200; with --run all of it.",
            HelpName = "COUNT",
        };
        var command = new Command("logs", "Prints what a node's agent wrote into the node's journal.")
        {
            node, follow, run, lines,
        };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            using var call = connection.Nodes.ReadLog(
                new ReadLogRequest
                {
                    Node = result.GetRequiredValue(node),
                    Follow = result.GetValue(follow),
                    RunId = result.GetValue(run) ?? "",
                    Lines = result.GetValue(lines),
                },
                cancellationToken: cancellation);
            await foreach (var entry in call.ResponseStream.ReadAllAsync(cancellation))
            {
                terminal.Output.WriteLine(Line(entry));
                terminal.Output.Flush();
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string Line(LogEntry entry)
    {
        var time = (entry.Time?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch).ToString(
            "yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var level = entry.Priority switch
        {
            <= 3 => "error  ",
            4 => "warning",
            _ => "info   ",
        };
        // The node's words must not move the terminal's cursor.
        var words = string.Concat(entry.Message.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return $"{time} {level} {words}{Field(" run=", entry.RunId)}{Field(" task=", entry.Task)}";
    }

    private static string Field(string name, string value) =>
        value.Length == 0 ? "" : name + string.Concat(value.Where(letter => !char.IsControl(letter)));
}
