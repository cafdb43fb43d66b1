using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace MoodleNodeAgent.Agent.Logging;

/// <summary>Logs to journald by its own protocol where systemd runs the agent, else to standard error, each line with
/// the priority prefix of sd-daemon(3). Never to standard output: the identity process answers there.</summary>
internal static class AgentLog
{
    /// <param name="settings">Folder of agent.toml, which tells node and site.</param>
    public static Logger Create(string settings)
    {
        var console = Console();
        // systemd sets it for units whose output goes to the journal; a person at a terminal wants to see the lines.
        if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not { Length: > 0 } || !File.Exists(JournaldSink.Socket))
        {
            return console;
        }

        return new LoggerConfiguration()
            .MinimumLevel.Information()
            .WriteTo.Sink(new JournaldSink(JournaldSink.Socket, LogOrigin.Read(settings), console))
            .CreateLogger();
    }

    public static ILogger ForRun(this ILogger log, string run) => log.ForContext(LogProperties.Run, run);

    public static ILogger ForTask(this ILogger log, string task) => log.ForContext(LogProperties.Task, task);

    /// <summary>Marks an event by its stable id, of <see cref="LogEvents"/>.</summary>
    public static ILogger ForEvent(this ILogger log, string id) => log.ForContext(LogProperties.Event, id);

    /// <summary>Priority of syslog(3), from 0.</summary>
    public static int Priority(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => 2,
        LogEventLevel.Error => 3,
        LogEventLevel.Warning => 4,
        LogEventLevel.Information => 6,
        _ => 7,
    };

    private static Logger Console() => new LoggerConfiguration()
        .MinimumLevel.Information()
        .Enrich.With<Decoration>()
        .WriteTo.Console(
            outputTemplate: "{Prefix:l}{Message:l}{Suffix:l}{NewLine}{Exception}",
            formatProvider: CultureInfo.InvariantCulture,
            standardErrorFromLevel: LogEventLevel.Verbose)
        .CreateLogger();

    private sealed class Decoration : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            var run = LogProperties.Text(logEvent, LogProperties.Run) is { } id ? $" run={id}" : "";
            var task = LogProperties.Text(logEvent, LogProperties.Task) is { } name ? $" task={name}" : "";
            logEvent.AddPropertyIfAbsent(new LogEventProperty("Prefix", new ScalarValue($"<{Priority(logEvent.Level)}>")));
            logEvent.AddPropertyIfAbsent(new LogEventProperty("Suffix", new ScalarValue(run + task)));
        }
    }
}
