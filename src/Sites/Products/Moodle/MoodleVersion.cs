using System.Globalization;

namespace MoodleNodeAgent.Sites.Products.Moodle;

/// <summary>The first two numbers of a release, by which its needs change.</summary>
internal readonly record struct MoodleVersion(int Major, int Minor) : IComparable<MoodleVersion>
{
    private static readonly MoodleVersion PublicFolder = new(5, 1);

    /// <summary>Reads such as "4.5", "4.4dev" or "5.0.2".</summary>
    public static MoodleVersion Of(string version)
    {
        var parts = version.Split('.');
        return new MoodleVersion(Number(parts[0]), Number(parts.ElementAtOrDefault(1) ?? "0"));
    }

    /// <summary>Since 5.1 all that is served lies in public/; the folder above must not be.</summary>
    public bool HasPublicFolder => CompareTo(PublicFolder) >= 0;

    /// <summary>Versions of PHP that admin/environment.xml takes, least and most.</summary>
    public (string Least, string Most) Php => this switch
    {
        { Major: < 4 } or { Major: 4, Minor: <= 1 } => ("7.4", "8.1"),
        { Major: 4, Minor: <= 3 } => ("8.0", "8.2"),
        { Major: 4 } => ("8.1", "8.3"),
        { Major: 5, Minor: <= 2 } => ("8.2", "8.4"),
        _ => ("8.3", "8.4"),
    };

    /// <summary>The newest PHP of a release of Oracle Linux that this version takes; null: there is none.</summary>
    /// <param name="image">Such as "Oracle Linux 9".</param>
    public string? PhpOn(string image)
    {
        // AppStream's streams; release 10 has no modules and one PHP.
        string[] offered = image.EndsWith(" 8", StringComparison.Ordinal) ? ["8.2", "8.0", "7.4"]
            : image.EndsWith(" 10", StringComparison.Ordinal) ? ["8.3"]
            : ["8.3", "8.2", "8.1"];
        var (least, most) = Php;
        return Array.Find(
            offered,
            php => string.CompareOrdinal(php, least) >= 0 && string.CompareOrdinal(php, most) <= 0);
    }

    public int CompareTo(MoodleVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    private static int Number(string text) => int.TryParse(
        text.TakeWhile(char.IsAsciiDigit).ToArray(), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
