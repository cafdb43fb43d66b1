namespace MoodleNodeAgent.LocalCloud.Packaging;

/// <summary>Lines that ./test.sh prints after a ring, whether its tests pass or not; a file of MOODLE_TEST_REPORT.
/// </summary>
internal static class Report
{
    public static Task WriteAsync(string line) => Environment.GetEnvironmentVariable("MOODLE_TEST_REPORT") is { } file
        ? File.AppendAllTextAsync(file, line + "\n")
        : Task.CompletedTask;
}
