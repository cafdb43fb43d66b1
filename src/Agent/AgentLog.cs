using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace MoodleNodeAgent.Agent;

/// <summary>Logs to standard output, each line with the priority prefix that journald understands (sd-daemon(3)).</summary>
internal static class AgentLog
{
    public static Logger Create() => new LoggerConfiguration()
        .MinimumLevel.Information()
        .Enrich.With<Priority>()
        .WriteTo.Console(
            outputTemplate: "{Priority}{Message:l}{Run:l}{Task:l}{NewLine}{Exception}",
            formatProvider: CultureInfo.InvariantCulture)
        .CreateLogger();

    public static ILogger ForRun(this ILogger log, string run) => log.ForContext("Run", $" run={run}");

    public static ILogger ForTask(this ILogger log, string task) => log.ForContext("Task", $" task={task}");

    private sealed class Priority : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            var priority = logEvent.Level switch
            {
                LogEventLevel.Fatal => "<2>",
                LogEventLevel.Error => "<3>",
                LogEventLevel.Warning => "<4>",
                LogEventLevel.Information => "<6>",
                _ => "<7>",
            };
            logEvent.AddPropertyIfAbsent(new LogEventProperty("Priority", new ScalarValue(priority)));
        }
    }
}
