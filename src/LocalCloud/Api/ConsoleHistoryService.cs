using System.Text;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Captures of the serial console of instances.</summary>
internal sealed class ConsoleHistoryService(Cloud cloud)
{
    /// <summary>A capture holds the last bytes, at most this many.</summary>
    private const int MaximumBytes = 1024 * 1024;

    private const int LeastLength = 10_240;
    private readonly Dictionary<string, byte[]> _captures = [];

    public void AddTo(Handlers handlers)
    {
        handlers.Add("CaptureConsoleHistory", Capture);
        handlers.Add("GetConsoleHistory", call => ApiAnswer.Of(call.Target(Kinds.ConsoleHistory)));
        handlers.Add("GetConsoleHistoryContent", Content);
        handlers.Add("DeleteConsoleHistory", call =>
        {
            Resource history = call.Target(Kinds.ConsoleHistory, "SUCCEEDED", "FAILED");
            cloud.End(history);
            _captures.Remove(history.Id);
            return ApiAnswer.Empty;
        });
    }

    private ApiAnswer Capture(ApiCall call)
    {
        Resource instance = cloud.Related(Kinds.Instance, call.Body.Text("instanceId"));
        Resource history = cloud.Add(
            Kinds.ConsoleHistory, instance.CompartmentId, "consolehistory", call.Body, new JsonObject
            {
                ["availabilityDomain"] = instance.Document.Text("availabilityDomain"), ["instanceId"] = instance.Id,
            });
        TimeSpan half = cloud.Latencies.ConsoleHistory / 2;
        cloud.Start(new Change
        {
            Resource = history, During = "REQUESTED", After = "GETTING-HISTORY", Takes = half,
            Then = () => cloud.Start(new Change
            {
                Resource = history, During = "GETTING-HISTORY", After = "SUCCEEDED", Takes = half,
                Then = () => _captures[history.Id] = Read(instance),
            }),
        });
        return ApiAnswer.Of(history);
    }

    private byte[] Read(Resource instance)
    {
        byte[] log = cloud.Options.ReadConsole?.Invoke(instance.Id) ?? Encoding.UTF8.GetBytes(Boot(instance));
        return log.Length > MaximumBytes ? log[^MaximumBytes..] : log;
    }

    // Without hosts nothing boots; this is what the console of an instance without faults shows.
    private string Boot(Resource instance) => instance.State is "RUNNING" or "STOPPING"
        ? $"[    0.000000] Booting Linux on physical CPU 0x0000000000 [0x413fd0c1]\r\n"
            + $"[   12.345678] cloud-init[1234]: Cloud-init v. 23.4 finished at {cloud.Now:R}\r\n"
            + $"{instance.DisplayName} login: "
        : "";

    private ApiAnswer Content(ApiCall call)
    {
        Resource history = call.Target(Kinds.ConsoleHistory, "SUCCEEDED");
        byte[] log = _captures[history.Id];
        int offset = Number(call, "offset", 0, 0);
        int length = Number(call, "length", LeastLength, LeastLength);
        byte[] part = [.. log.Skip(offset).Take(length)];
        return new ApiAnswer
        {
            Raw = part, ContentType = "text/plain",
            Headers = { ["opc-bytes-remaining"] = $"{Math.Max(0, log.Length - offset - part.Length)}" },
        };
    }

    private static int Number(ApiCall call, string name, int otherwise, int least)
    {
        if (call.QueryValue(name) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, out int number) && number >= least
            ? number
            : throw ApiError.InvalidParameter($"Invalid value for parameter {name}: {text}; {least} at least");
    }
}
