using System.Globalization;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Products.Moodle;

/// <summary>A plugin, as its version.php tells it.</summary>
/// <param name="Component">Such as "mod_attendance".</param>
/// <param name="Requires">Least number of Moodle's own version, such as 2022112800; 0: any.</param>
/// <param name="Supported">Least and most branch of Moodle, such as 401 and 404; null: any.</param>
public sealed partial record MoodlePlugin(string Component, decimal Requires, (int Least, int Most)? Supported)
{
    // Where Moodle looks for plugins of a type.
    private static readonly Dictionary<string, string> Folders = new()
    {
        ["aiplacement"] = "ai/placement",
        ["aiprovider"] = "ai/provider",
        ["antivirus"] = "lib/antivirus",
        ["assignfeedback"] = "mod/assign/feedback",
        ["assignsubmission"] = "mod/assign/submission",
        ["atto"] = "lib/editor/atto/plugins",
        ["auth"] = "auth",
        ["availability"] = "availability/condition",
        ["block"] = "blocks",
        ["booktool"] = "mod/book/tool",
        ["cachelock"] = "cache/locks",
        ["cachestore"] = "cache/stores",
        ["calendartype"] = "calendar/type",
        ["communication"] = "communication/provider",
        ["contenttype"] = "contentbank/contenttype",
        ["coursereport"] = "course/report",
        ["customfield"] = "customfield/field",
        ["datafield"] = "mod/data/field",
        ["dataformat"] = "dataformat",
        ["datapreset"] = "mod/data/preset",
        ["editor"] = "lib/editor",
        ["enrol"] = "enrol",
        ["fileconverter"] = "files/converter",
        ["filter"] = "filter",
        ["format"] = "course/format",
        ["forumreport"] = "mod/forum/report",
        ["gradeexport"] = "grade/export",
        ["gradeimport"] = "grade/import",
        ["gradereport"] = "grade/report",
        ["gradingform"] = "grade/grading/form",
        ["h5plib"] = "h5p/h5plib",
        ["local"] = "local",
        ["logstore"] = "admin/tool/log/store",
        ["ltiservice"] = "mod/lti/service",
        ["ltisource"] = "mod/lti/source",
        ["media"] = "media/player",
        ["message"] = "message/output",
        ["mlbackend"] = "lib/mlbackend",
        ["mod"] = "mod",
        ["paygw"] = "payment/gateway",
        ["plagiarism"] = "plagiarism",
        ["portfolio"] = "portfolio",
        ["profilefield"] = "user/profile/field",
        ["qbank"] = "question/bank",
        ["qbehaviour"] = "question/behaviour",
        ["qformat"] = "question/format",
        ["qtype"] = "question/type",
        ["quiz"] = "mod/quiz/report",
        ["quizaccess"] = "mod/quiz/accessrule",
        ["report"] = "report",
        ["repository"] = "repository",
        ["scormreport"] = "mod/scorm/report",
        ["search"] = "search/engine",
        ["theme"] = "theme",
        ["tiny"] = "lib/editor/tiny/plugins",
        ["tool"] = "admin/tool",
        ["webservice"] = "webservice",
    };

    /// <summary>Folder below the code, such as "mod/attendance"; null: plugins of this type are not known.</summary>
    public string? Folder => Component.Split('_', 2) is [var type, var name] && Folders.TryGetValue(type, out var folder)
        ? $"{folder}/{name}"
        : null;

    /// <summary>Reads a version.php; null: it is no plugin's.</summary>
    public static MoodlePlugin? Read(string versionPhp)
    {
        if (ComponentLine().Match(versionPhp) is not { Success: true } component)
        {
            return null;
        }

        var requires = RequiresLine().Match(versionPhp);
        var supported = SupportedLine().Match(versionPhp);
        return new MoodlePlugin(
            component.Groups[1].Value,
            requires.Success ? Number(requires.Groups[1].Value) : 0,
            supported.Success ? ((int)Number(supported.Groups[1].Value), (int)Number(supported.Groups[2].Value)) : null);
    }

    /// <summary>Why this plugin does not fit a release with this version.php; null: it fits.</summary>
    public string? Refusal(string moodleVersionPhp)
    {
        var version = VersionLine().Match(moodleVersionPhp) is { Success: true } number ? Number(number.Groups[1].Value) : 0;
        var branch = BranchLine().Match(moodleVersionPhp) is { Success: true } found ? (int)Number(found.Groups[1].Value) : 0;
        return Folder is null ? $"{Component} is a plugin of a kind that is not known here. Put it into the archive by hand."
            : version > 0 && version < Requires
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Component} needs Moodle {Requires} or later, and the archive holds {version}. Use an older version of the plugin.")
            : branch > 0 && Supported is { } range && (branch < range.Least || branch > range.Most)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Component} is made for the branches {range.Least} to {range.Most} of Moodle, and the archive holds {branch}. Use "
                + $"the version of the plugin for this one.")
            : null;
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    // $plugin->component = 'mod_attendance'; older ones say $module.
    [GeneratedRegex(@"^[ \t]*\$(?:plugin|module)->component\s*=\s*['""]([a-z][a-z0-9]*_[a-z][a-z0-9_]*)['""]", RegexOptions.Multiline)]
    private static partial Regex ComponentLine();

    // $plugin->requires = 2022112800.00;
    [GeneratedRegex(@"^[ \t]*\$(?:plugin|module)->requires\s*=\s*['""]?([0-9]{8,12}(?:\.[0-9]{1,4})?)", RegexOptions.Multiline)]
    private static partial Regex RequiresLine();

    // $plugin->supported = [401, 404];
    [GeneratedRegex(@"^[ \t]*\$(?:plugin|module)->supported\s*=\s*(?:\[|array\()\s*([0-9]{2,4})\s*,\s*([0-9]{2,4})", RegexOptions.Multiline)]
    private static partial Regex SupportedLine();

    // $version  = 2023112400.00;
    [GeneratedRegex(@"^[ \t]*\$version\s*=\s*['""]?([0-9]{8,12}(?:\.[0-9]{1,4})?)", RegexOptions.Multiline)]
    private static partial Regex VersionLine();

    // $branch   = '404';
    [GeneratedRegex(@"^[ \t]*\$branch\s*=\s*['""]?([0-9]{2,4})", RegexOptions.Multiline)]
    private static partial Regex BranchLine();
}
