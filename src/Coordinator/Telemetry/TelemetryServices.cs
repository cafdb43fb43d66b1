using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace MoodleNodeAgent.Coordinator.Telemetry;

/// <summary>Metrics for Prometheus on a listener of their own; traces to an OpenTelemetry collector when one is named by
/// the standard environment variable OTEL_EXPORTER_OTLP_ENDPOINT.</summary>
internal static class TelemetryServices
{
    private const string CollectorVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<Metrics>();
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(Metrics.MeterName)
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0));
        if (Environment.GetEnvironmentVariable(CollectorVariable) is { Length: > 0 })
        {
            telemetry.WithTracing(traces => traces.AddSource(Traces.SourceName).AddOtlpExporter());
        }
    }
}
