namespace MoodleNodeAgent.Agent;

/// <summary>Every wait and size of the agent, each with what it bounds.</summary>
public sealed record Limits
{
    /// <summary>Size of one message between link and executor in bytes. Default 32 MiB.</summary>
    public int Message { get; init; } = 32 * 1024 * 1024;

    /// <summary>Output kept of one process and stream in bytes; the rest is dropped from its middle. Default 1 MiB.</summary>
    public int ProcessOutput { get; init; } = 1024 * 1024;

    /// <summary>Output of a failed program shown in an error, in characters from its end. Default 2000.</summary>
    public int ErrorTail { get; init; } = 2000;

    /// <summary>Diff of one task in characters. Default 64 Ki.</summary>
    public int Diff { get; init; } = 64 * 1024;

    /// <summary>Wait for a program that only asks or tells something (rpm -q, systemctl show). Default 60 s.</summary>
    public TimeSpan Query { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Wait for a mount or its end, so that a dead server cannot hang a run. Default 90 s.</summary>
    public TimeSpan Mount { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Wait for a unit to start, restart or reload, and for setsebool. Default 3 min.</summary>
    public TimeSpan Unit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Wait for one package transaction. Default 30 min.</summary>
    public TimeSpan Packages { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Wait for a product command that names no time of its own. Default 30 min.</summary>
    public TimeSpan ProductCommand { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Wait for the new version of the agent to report, from the end of its installation. Default 60 s.</summary>
    public TimeSpan UpgradeWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between two looks at an upgrade of the agent. Default 500 ms.</summary>
    public TimeSpan UpgradeLook { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Wait for the host to go down after the order to reboot. Default 10 min.</summary>
    public TimeSpan Reboot { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wait between a polite signal and a killing one. Default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Wait for a whole run that names no time of its own. Default 1 h.</summary>
    public TimeSpan Run { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Wait before an artifact is asked for again. Default 1 s.</summary>
    public TimeSpan ArtifactPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Wait for the next part of an artifact. Default 60 s.</summary>
    public TimeSpan ArtifactSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often an artifact is asked for without a byte of progress. Default 30.</summary>
    public int ArtifactAttempts { get; init; } = 30;

    /// <summary>Size of an unpacked release in bytes. Default 4 GiB.</summary>
    public long Unpacked { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Time between two looks at watched files. Default 2 s.</summary>
    public TimeSpan DriftLook { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time after which all that was applied is looked at again. Default 10 min.</summary>
    public TimeSpan DriftInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time before a part that was repaired is repaired again. Default 1 min.</summary>
    public TimeSpan DriftRepairPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a reader of the journal is served. Default 10 min.</summary>
    public TimeSpan LogFollow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What one reader of the journal gets, in characters. Default 8 Mi.</summary>
    public long LogSize { get; init; } = 8 * 1024 * 1024;

    /// <summary>Lines of the past that one reader of the journal gets. Default 10,000.</summary>
    public uint LogLines { get; init; } = 10_000;

    /// <summary>Readers of the journal at a time. Default 4.</summary>
    public int LogStreams { get; init; } = 4;

    /// <summary>Runs that wait for their turn in the executor. Default 16.</summary>
    public int WaitingRuns { get; init; } = 16;

    /// <summary>Wait for a connection with TLS to the coordinator. Default 30 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence of the coordinator after which the link asks whether it is there. Default 15 s.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Wait for the answer to that; without it the connection counts as dead. Default 10 s.</summary>
    public TimeSpan PingAnswer { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Wait for one call of enrolment or renewal, and for the welcome. Default 30 s.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Wait for one answer of the cloud's metadata service. Default 10 s.</summary>
    public TimeSpan Metadata { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait before the coordinator is dialled again. Default 30 s.</summary>
    public TimeSpan Reconnect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Wait before the link asks for the executor's socket again. Default 200 ms.</summary>
    public TimeSpan ExecutorPause { get; init; } = TimeSpan.FromMilliseconds(200);
}
