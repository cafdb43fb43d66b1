using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;
using static MoodleNodeAgent.Sites.Products.SpecParts;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>Commands that are the same for all products; one that has more says so.</summary>
internal class PhpCommands(PhpProduct product) : IProductCommands
{
    public NodeSpec Maintenance(Site site, string node, bool on) => Spec(node, new TaskSpec
    {
        Id = "maintenance",
        File = new FileTask
        {
            Path = SiteTools.MaintenanceFlag,
            Content = ByteString.CopyFromUtf8(on ? "closed\n" : ""),
        },
    });

    public virtual NodeSpec? PurgeCaches(Site site, string node) => null;

    public virtual NodeSpec? GetSetting(Site site, string node, SettingName setting) => null;

    public virtual NodeSpec? SetSetting(Site site, string node, SettingName setting, string value) => null;

    public virtual NodeSpec Cron(Site site, string node, bool on) => Spec(node, product.CronTasks(on));

    public virtual NodeSpec? DrainCron(Site site, string node) => null;

    public virtual NodeSpec? UpgradeDatabase(Site site, string node) => null;

    public NodeSpec Report(Site site, string node)
    {
        var task = Script("report", SiteTools.Report, SiteTools.Folder);
        task.ProductCommand.KeepOutput = true;
        return Spec(node, task);
    }
}
