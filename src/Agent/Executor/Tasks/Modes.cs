namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>Permission bits as people write them.</summary>
internal static class Modes
{
    public const uint File = 0b110_100_100;
    public const uint Directory = 0b111_101_101;

    /// <summary>Such as "0640".</summary>
    public static string Octal(uint mode) => "0" + Convert.ToString(mode, 8).PadLeft(3, '0');

    public static string OrRoot(string name) => name.Length == 0 ? "root" : name;
}
