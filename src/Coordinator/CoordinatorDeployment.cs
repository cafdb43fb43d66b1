namespace MoodleNodeAgent.Coordinator;

/// <summary>Adds the deployment with its cloud.</summary>
internal static class CoordinatorDeployment
{
    /// <summary>Registers the deployment of the settings' cloud.</summary>
    public static void Add(IServiceCollection services, ServeSettings settings)
    {
    }
}
