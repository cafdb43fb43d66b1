using System.Text;

namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>Names of systemd units.</summary>
internal static class UnitName
{
    /// <summary>Unit of a mount point, such as "var-www-moodledata.mount" (systemd-escape --path).</summary>
    public static string OfMount(string path)
    {
        var name = new StringBuilder();
        foreach (var letter in Encoding.UTF8.GetBytes(path.Trim('/')))
        {
            var character = (char)letter;
            if (character == '/')
            {
                name.Append('-');
            }
            else if (char.IsAsciiLetterOrDigit(character) || character is '_' or ':' || (character == '.' && name.Length > 0))
            {
                name.Append(character);
            }
            else
            {
                name.Append($"\\x{letter:x2}");
            }
        }

        return (name.Length == 0 ? "-" : name.ToString()) + ".mount";
    }
}
