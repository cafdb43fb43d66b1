namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads the section drift.</summary>
internal static class DriftReader
{
    /// <summary>Whether drift on nodes is repaired.</summary>
    public static bool ReadRepair(Section root)
    {
        var drift = root.Map("drift");
        var repair = drift.Flag("repair") == true;
        drift.RejectUnknownKeys();
        return repair;
    }
}
