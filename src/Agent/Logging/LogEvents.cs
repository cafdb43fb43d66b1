namespace MoodleNodeAgent.Agent.Logging;

/// <summary>Ids of events in the journal (MESSAGE_ID, see sd-journal). Stable, never reused.</summary>
internal static class LogEvents
{
    /// <summary>A run has begun.</summary>
    public const string RunBegun = "1d0a707f1ecc482491e2378f07015180";

    /// <summary>A run has ended; its status is in the message.</summary>
    public const string RunEnded = "ddbccb104b8749d4917a84cce2b6879e";

    /// <summary>A run was refused by the local policy, its epoch or its form.</summary>
    public const string RunRefused = "b5c31ae37219414c8bb800b8ebc59fe0";

    /// <summary>A run was found unfinished at the start of the executor.</summary>
    public const string RunInterrupted = "292f921cc6364c9d92626b41d8ae6933";

    /// <summary>A run goes on after a reboot.</summary>
    public const string RunContinued = "cbf3a851e38e47afb28de0413721fbd1";

    /// <summary>A task changed something, or would in a check.</summary>
    public const string TaskChanged = "8ea6f1eb11a34c8f862073df05e790ea";

    /// <summary>A task failed.</summary>
    public const string TaskFailed = "46705119d3f944bd8c72be62c7399f84";

    /// <summary>An upgrade of the agent failed; the version before is back.</summary>
    public const string UpgradeFailed = "5b5d1c3d0c7e4d0b9a3f2f9c7b1e6a44";

    /// <summary>The node is not as it was applied.</summary>
    public const string Drift = "4f0d6bb5c93645a0a1f1d2b2a94c2c57";

    /// <summary>The link has a session with the coordinator.</summary>
    public const string SessionBegun = "8a7dc3eafd234b9a931e05ad97cf2b15";

    /// <summary>The link has no session with the coordinator.</summary>
    public const string SessionLost = "408520acaaad42d793d63b3ca44b93fe";
}
