using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Reads the serial console of a node that does not enrol, through the cloud's console history.</summary>
internal sealed class BootWatch(CloudSite cloud)
{
    private static readonly TimeSpan CaptureExpected = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CapturePatience = TimeSpan.FromMinutes(2);

    /// <summary>What the console tells now.</summary>
    /// <param name="context">The step's surroundings.</param>
    /// <param name="instance">OCID of the instance.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OciException">The cloud does not give the console.</exception>
    public async Task<BootDiagnosis> LookAsync(
        StepContext context, string instance, CancellationToken cancellation)
    {
        var compute = cloud.Clients.Compute;
        var captured = await compute.CaptureConsoleHistoryAsync(
            new CaptureConsoleHistoryDetails { InstanceId = instance, DisplayName = cloud.DisplayName("console") },
            Guid.NewGuid().ToString("N"), cancellation);
        var id = captured.Value.Id;
        try
        {
            await Polling.UntilAsync(
                context, $"the console of {instance}", CaptureExpected, CapturePatience, async () =>
                {
                    var history = (await compute.GetConsoleHistoryAsync(id, cancellation)).Value;
                    return history.LifecycleState switch
                    {
                        "SUCCEEDED" => history,
                        "FAILED" => throw new TimeoutException($"The cloud failed to capture the console of {instance}."),
                        _ => null,
                    };
                },
                cancellation);
            var content = await compute.GetConsoleHistoryContentAsync(
                id, new GetConsoleHistoryContentQuery { Length = 1 << 20 }, cancellation);
            return BootDiagnosis.Of(content.Text);
        }
        finally
        {
            await ForgetAsync(id);
        }
    }

    // A capture that stays is one of few that a tenancy may keep; it ends with the instance.
    private async Task ForgetAsync(string id)
    {
        try
        {
            await cloud.Clients.Compute.DeleteConsoleHistoryAsync(id, null, CancellationToken.None);
        }
        catch (OciException)
        {
            return;
        }
    }
}
