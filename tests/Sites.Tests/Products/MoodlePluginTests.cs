using MoodleNodeAgent.Sites.Products.Moodle;

namespace MoodleNodeAgent.Sites.Products;

public sealed class MoodlePluginTests
{
    private const string Moodle = "<?php\n$version  = 2023112400.00;\n$release  = '4.4dev (Build: 20231124)';\n$branch   = '404';\n";

    [Theory]
    [InlineData("$plugin->component = 'mod_attendance';", "mod_attendance", "mod/attendance")]
    [InlineData("  $module->component=\"tool_heartbeat\";", "tool_heartbeat", "admin/tool/heartbeat")]
    [InlineData("$plugin->component = 'qtype_multi_answer';", "qtype_multi_answer", "question/type/multi_answer")]
    [InlineData("$plugin->component = 'zzz_x';", "zzz_x", null)]
    public void A_plugin_tells_its_component_and_so_its_folder(string line, string component, string? folder)
    {
        var plugin = MoodlePlugin.Read("<?php\n" + line + "\n")!;

        Assert.Equal((component, folder), (plugin.Component, plugin.Folder));
    }

    [Theory]
    [InlineData("<?php\n$release = '4.5';\n")]
    [InlineData("<?php\n// $plugin->component = 'mod_x';\n")]
    [InlineData("<?php\n$plugin->component = '../mod_x';\n")]
    [InlineData("")]
    public void What_names_no_component_is_no_plugin(string text) => Assert.Null(MoodlePlugin.Read(text));

    [Theory]
    [InlineData("", null)]
    [InlineData("$plugin->requires = 2022112800;", null)]
    [InlineData("$plugin->requires = 2023112400.00;", null)]
    [InlineData("$plugin->requires = 2024042200;", "needs Moodle 2024042200 or later")]
    [InlineData("$plugin->supported = [401, 404];", null)]
    [InlineData("$plugin->supported = array(405, 500);", "made for the branches 405 to 500")]
    [InlineData("$plugin->supported = [39, 403];", "made for the branches 39 to 403")]
    public void A_plugin_for_another_version_of_Moodle_is_refused(string line, string? reason)
    {
        var plugin = MoodlePlugin.Read($"<?php\n$plugin->component = 'mod_x';\n{line}\n")!;

        var refusal = plugin.Refusal(Moodle);

        Assert.Equal(reason is null, refusal is null);
        Assert.Contains(reason ?? "", refusal ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("moodle", "[mod_x.zip, \"theme_y.tgz sha256:{0}\"]", null)]
    [InlineData("moodle", "[mod_x.rar]", "names no plugin")]
    [InlineData("moodle", "[\"mod_x.zip sha256:abc\"]", "names no plugin")]
    [InlineData("moodle", "mod_x.zip", "has to be a list")]
    [InlineData("wordpress", "[x.zip]", "takes no plugins from here")]
    public void The_site_file_lists_plugins(string product, string list, string? problem)
    {
        var text = $"site: a\nproduct: {product}\ncloud: {{ provider: local }}\nrelease: {{ archive: m.tgz, plugins: "
            + list.Replace("{0}", new string('a', 64), StringComparison.Ordinal) + " }\n";

        var result = SiteFileReader.Read("s.yaml", text);

        Assert.Equal(problem is null, result.Site is not null);
        Assert.Contains(problem ?? "", string.Join('\n', result.Problems), StringComparison.Ordinal);
        if (problem is null)
        {
            Assert.Equal(
                [new PluginSpec("mod_x.zip", null), new PluginSpec("theme_y.tgz", new string('a', 64))],
                result.Site!.Release.Plugins);
        }
    }
}
