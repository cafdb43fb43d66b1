using System.Globalization;
using System.Text;

namespace MoodleNodeAgent.Oci;

/// <summary>The query of a call: every value escaped, values that are null left out, lists repeated.</summary>
internal sealed class OciQuery
{
    private readonly StringBuilder text = new();

    public OciQuery Add(string name, string? value)
    {
        if (value is not null)
        {
            text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public OciQuery Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public OciQuery Add(string name, bool? value) => Add(name, value is null ? null : value.Value ? "true" : "false");

    public OciQuery Add(string name, IReadOnlyList<string>? values)
    {
        foreach (string value in values ?? [])
        {
            Add(name, value);
        }

        return this;
    }

    public override string ToString() => text.ToString();
}
