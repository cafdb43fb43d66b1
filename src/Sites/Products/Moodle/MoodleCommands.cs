using System.Text.Json.Nodes;
using MoodleNodeAgent.Protocol.Agent.V1;
using static MoodleNodeAgent.Sites.Products.SpecParts;

namespace MoodleNodeAgent.Sites.Products.Moodle;

/// <summary>Moodle's own command line scripts. Values travel by standard input, for a setting may be a secret.</summary>
internal sealed class MoodleCommands(MoodleProduct product) : PhpCommands(product)
{
    private const string Code = "/var/www/moodle";
    private const string Cli = $"{Code}/admin/cli";
    private const int DrainSeconds = 600;

    public override NodeSpec PurgeCaches(Site site, string node) =>
        Spec(node, Script("purge-caches", $"{Cli}/purge_caches.php", Code));

    public override NodeSpec GetSetting(Site site, string node, SettingName setting)
    {
        var task = Quietly("cfg", "cfg.php", [.. Names(setting), "--no-eol"]);
        task.ProductCommand.KeepOutput = true;
        return Spec(node, task);
    }

    public override NodeSpec SetSetting(Site site, string node, SettingName setting, string value) =>
        Spec(node, Quietly("cfg", "cfg.php", [.. Names(setting), $"--set={value}"]));

    public override NodeSpec Cron(Site site, string node, bool on)
    {
        var spec = base.Cron(site, node, on);
        if (on)
        {
            spec.Tasks.Add(Script("cron/enable", $"{Cli}/cron.php", Code, "--enable"));
        }

        return spec;
    }

    public override NodeSpec DrainCron(Site site, string node)
    {
        var task = Script("cron/drain", $"{Cli}/cron.php", Code, $"--disable-wait={SiteTools.Number(DrainSeconds)}");
        task.ProductCommand.TimeoutSeconds = DrainSeconds + 60;
        return Spec(node, task);
    }

    // With an outdated component cache upgrade.php says that it cannot go on, and exits with 0: so it is asked
    // afterwards whether anything is pending, which has an exit code of its own.
    public override NodeSpec UpgradeDatabase(Site site, string node) => Spec(
        node,
        Script("upgrade/run", $"{Cli}/upgrade.php", Code, "--non-interactive", "--allow-unstable"),
        Script("upgrade/nothing-pending", $"{Cli}/upgrade.php", Code, "--is-pending"),
        Script("upgrade/purge", $"{Cli}/purge_caches.php", Code));

    private static List<string> Names(SettingName setting)
    {
        List<string> names = [$"--name={setting.Name}"];
        if (setting.Component.Length > 0)
        {
            names.Add($"--component={setting.Component}");
        }

        return names;
    }

    private static TaskSpec Quietly(string id, string script, IEnumerable<string> arguments)
    {
        var task = Script(id, SiteTools.RunCli, Code, $"{Cli}/{script}");
        task.ProductCommand.StandardInput = Json(new JsonArray([.. arguments]));
        return task;
    }
}
