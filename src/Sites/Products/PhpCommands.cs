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

    public NodeSpec Fetch(Site site, string node, ApplicationInputs inputs)
    {
        var task = product.Code(site, inputs);
        task.Id = "upgrade/fetch";
        task.Archive.Path += "-next";
        return Spec(node, task);
    }

    public NodeSpec Restart(Site site, string node) =>
        Spec(node, [.. Services("stop", running: false), .. Services("start", running: true)]);

    public NodeSpec Serving(Site site, string node) => Spec(node, Services("start", running: true));

    private static IEnumerable<TaskSpec> Services(string verb, bool running)
    {
        // The web server goes first and comes last, so that it never has nobody behind it.
        string[] units = running ? ["php-fpm.service", "httpd.service"] : ["httpd.service", "php-fpm.service"];
        return units.Select(unit => new TaskSpec
        {
            Id = $"{verb}/{unit}",
            Unit = new UnitTask { Name = unit, Enabled = true, Running = running },
        });
    }

    public NodeSpec Snapshot(Site site, string node, string action, string name)
    {
        var task = Script($"snapshot/{action}", SiteTools.Snapshot, SiteTools.Folder, action, site.Storage.Mount, name);
        task.ProductCommand.KeepOutput = true;
        return Spec(node, SiteTools.File("snapshot/tool", SiteTools.Snapshot), task);
    }

    public NodeSpec Report(Site site, string node, string word)
    {
        var task = Script("report", SiteTools.Report, SiteTools.Folder, word);
        task.ProductCommand.KeepOutput = true;
        return Spec(node, task);
    }
}
