using System.Globalization;
using Serilog;
using Serilog.Events;

namespace MoodleNodeAgent.Coordinator;

/// <summary>Logs to standard error, as journald likes it; standard output is for "ready".</summary>
internal static class CoordinatorLog
{
    // journald stamps each line itself and says so by this variable.
    private const string JournalVariable = "JOURNAL_STREAM";

    /// <summary>Sets up Serilog.</summary>
    public static void Configure(LoggerConfiguration log)
    {
        bool hasJournal = Environment.GetEnvironmentVariable(JournalVariable) is not null;
        log.MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Grpc", LogEventLevel.Warning)
            .WriteTo.Console(
                outputTemplate: (hasJournal ? "" : "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} ")
                    + "{Level:u3} {Message:lj}{NewLine}{Exception}",
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose);
    }
}
