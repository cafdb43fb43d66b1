using System.CommandLine;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Prints what happens on the site, as it happens.</summary>
internal static class EventsCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var command = new Command("events", "Prints what happens on the site, as it happens, until Ctrl-C.") { json };
        command.SetAction(async (result, cancellation) =>
        {
            using var connection = connect(result);
            using var call = connection.Watch.WatchSite(new WatchSiteRequest(), cancellationToken: cancellation);
            await foreach (var one in call.ResponseStream.ReadAllAsync(cancellation))
            {
                var line = result.GetValue(json) ? JsonFormatter.Default.Format(one) : LineOf(one);
                if (line is not null)
                {
                    terminal.Output.WriteLine(line);
                    terminal.Output.Flush();
                }
            }

            throw new CommandFailure(ExitCode.Unreachable, "The coordinator stopped. Watch again when it is back.");
        });
        return command;
    }

    private static string? LineOf(SiteEvent one)
    {
        var text = one.EventCase switch
        {
            SiteEvent.EventOneofCase.Node => $"{one.Node.Node}: {(one.Node.Connected ? "connected" : "lost its session")}",
            SiteEvent.EventOneofCase.ApplyBegun => $"apply begun by {one.ApplyBegun.Owner}",
            SiteEvent.EventOneofCase.Apply when one.Apply.Ended is { } ended =>
                ended.Succeeded ? $"apply ended: {(ended.Changed ? "done" : "no changes")}" : $"apply FAILED: {ended.Error}",
            SiteEvent.EventOneofCase.Apply => ApplyLines.LineOf(one.Apply),
            SiteEvent.EventOneofCase.Status =>
                $"status: {one.Status.Balancer?.Healthy ?? 0} of {one.Status.Balancer?.Total ?? 0} nodes healthy, "
                + $"{one.Status.Nodes.Count(node => node.Connected)} of {one.Status.Nodes.Count} agents connected",
            _ => null,
        };
        return text is null ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(one.UnixMilliseconds)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", CultureInfo.InvariantCulture) + text;
    }
}
