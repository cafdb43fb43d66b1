using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Coordinator.Proof;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>Adds the deployment to the coordinator's services.</summary>
public static class DeploymentServices
{
    /// <summary>Adds IDeployment and IInstanceTrust. Needs a SiteStore, a TimeProvider, IFleet, IBootstrap, IProductDatabase and
    /// ISiteProver among the services; Limits are the defaults unless they are there.</summary>
    public static IServiceCollection AddDeployment(
        this IServiceCollection services, ProfileSettings profiles, ControlSettings control)
    {
        services.AddSingleton<ICloudAccess>(provider =>
            new ProfileCloudAccess(profiles, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IInstanceTrust, SiteInstances>();
        services.AddSingleton(provider => new SiteParts
        {
            Fleet = provider.GetRequiredService<IFleet>(),
            Bootstrap = provider.GetRequiredService<IBootstrap>(),
            Databases = provider.GetRequiredService<IProductDatabase>(),
            Prover = provider.GetRequiredService<ISiteProver>(),
            Secrets = provider.GetRequiredService<SiteStore>().Secrets,
            Control = control,
            Reads = provider.GetService<ReadGuard>(),
        });
        services.AddSingleton(provider => new SiteDeployment(
            provider.GetRequiredService<SiteStore>(), provider.GetRequiredService<ICloudAccess>(),
            provider.GetRequiredService<SiteParts>(), provider.GetService<Limits>() ?? new Limits(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDeployment>(provider => provider.GetRequiredService<SiteDeployment>());
        services.AddSingleton<ISiteLifecycle>(provider => provider.GetRequiredService<SiteDeployment>());
        services.AddSingleton<DriftWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<DriftWatch>());
        return services;
    }
}
