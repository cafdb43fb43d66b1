namespace MoodleNodeAgent.Coordinator.Resources;

public sealed class BootDiagnosisTests
{
    [Fact]
    public void A_failing_stage_is_told_with_its_last_lines_and_the_remedy()
    {
        var diagnosis = BootDiagnosis.Of(
            "[\u001b[0;32m  OK  \u001b[0m] Reached target cloud-config\r\n"
            + "[   20.1] cloud-init[812]: moodle-node-agent: stage guard\r\n"
            + "moodle-node-agent: stage download\r\n"
            + "moodle-node-agent: stage download failed with exit code 28\r\n"
            + "moodle-node-agent: | curl: (28) Connection timed out\r\n"
            + "web-1 login: \r\n"
            + "moodle-node-agent: end of stage download\r\n");

        Assert.Equal(("download", true), (diagnosis.Stage, diagnosis.HasFailed));
        Assert.Equal(["curl: (28) Connection timed out"], diagnosis.LastLines);
        Assert.Contains("security lists and routes", diagnosis.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("moodle-node-agent: stage guard\nmoodle-node-agent: stage install\n", "It is in the stage \"install\".")]
    [InlineData("moodle-node-agent: stage enrol\nmoodle-node-agent: bootstrap done\n", "does not dial in")]
    [InlineData("Booting Linux\nKernel panic - not syncing\n", "no word of our script")]
    [InlineData("", "no word of our script")]
    public void A_console_without_a_failure_tells_how_far_the_host_came(string console, string told)
    {
        var diagnosis = BootDiagnosis.Of(console);

        Assert.False(diagnosis.HasFailed);
        Assert.Contains(told, diagnosis.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_stage_of_the_script_has_a_remedy()
    {
        foreach (var stage in (string[])["guard", "choose", "download", "install", "start", "enrol"])
        {
            Assert.DoesNotContain("moodle-node-agent-bootstrap.log", BootStages.RemedyFor(stage), StringComparison.Ordinal);
        }
    }
}
