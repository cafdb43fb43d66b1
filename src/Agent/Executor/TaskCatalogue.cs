using MoodleNodeAgent.Agent.Executor.Tasks;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>The kinds of tasks that this agent knows.</summary>
internal sealed class TaskCatalogue
{
    public NodeTask Create(TaskSpec spec) => spec.KindCase switch
    {
        TaskSpec.KindOneofCase.Package => new PackageConverger(spec.Package),
        TaskSpec.KindOneofCase.File => new FileConverger(spec.File),
        TaskSpec.KindOneofCase.Directory => new DirectoryConverger(spec.Directory),
        TaskSpec.KindOneofCase.Ownership => new OwnershipConverger(spec.Ownership),
        TaskSpec.KindOneofCase.Mount => new MountConverger(spec.Mount),
        TaskSpec.KindOneofCase.SelinuxBoolean => new SelinuxBooleanConverger(spec.SelinuxBoolean),
        TaskSpec.KindOneofCase.Unit => new UnitConverger(spec.Unit),
        TaskSpec.KindOneofCase.Archive => new ArchiveConverger(spec.Archive),
        TaskSpec.KindOneofCase.ProductCommand => new ProductCommandConverger(spec.ProductCommand),
        TaskSpec.KindOneofCase.ModuleStream => new ModuleStreamConverger(spec.ModuleStream),
        TaskSpec.KindOneofCase.Repository => new RepositoryConverger(spec.Repository),
        TaskSpec.KindOneofCase.SelinuxContext => new SelinuxContextConverger(spec.SelinuxContext),
        TaskSpec.KindOneofCase.FirewallService => new FirewallServiceConverger(spec.FirewallService),
        TaskSpec.KindOneofCase.User => new UserConverger(spec.User),
        TaskSpec.KindOneofCase.Group => new GroupConverger(spec.Group),
        TaskSpec.KindOneofCase.Timer => new TimerConverger(spec.Timer),
        TaskSpec.KindOneofCase.Sysctl => new SysctlConverger(spec.Sysctl),
        TaskSpec.KindOneofCase.Reboot => new RebootConverger(spec.Reboot),
        TaskSpec.KindOneofCase.Command => CommandConverger.Create(spec.Command),
        TaskSpec.KindOneofCase.AgentUpgrade => new AgentUpgradeConverger(spec.AgentUpgrade),
        TaskSpec.KindOneofCase.Link => new LinkConverger(spec.Link),
        _ => throw new TaskException("kind-unknown", $"Cannot run task {spec.Id}: this agent does not know its kind."),
    };
}
