namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads the section settings: the administrator's own settings of the product.</summary>
internal static class SettingsReader
{
    private const int MaximumLength = 4000;

    public static IReadOnlyDictionary<string, string> Read(Section settings, string product)
    {
        var texts = settings.Texts();
        foreach (var (name, value) in texts)
        {
            if (Products.Products.ByName(product)?.RefuseSetting(name) is { } refusal)
            {
                settings.Report(name, $"this {refusal}");
            }

            if (value.Length > MaximumLength || value.Contains('\0', StringComparison.Ordinal))
            {
                settings.Report(name, $"the value is longer than {MaximumLength} characters, or holds a zero character.");
            }
        }

        return texts;
    }
}
