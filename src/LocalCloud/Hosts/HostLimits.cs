namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>Every wait and size of the hosts.</summary>
internal sealed record HostLimits
{
    /// <summary>Wait for a host's init after its start. Default: 20 s.</summary>
    public TimeSpan Boot { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Wait for an orderly shutdown before the host is ended by force. Default: 20 s.</summary>
    public TimeSpan Shutdown { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Wait for processes to be gone after SIGKILL. Default: 5 s.</summary>
    public TimeSpan Kill { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Wait for the orderly end of all that one driver made, before it is removed by force. Default: 6 s.
    /// </summary>
    public TimeSpan DriverEnd { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Time between two looks at a process. Default: 20 ms.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Wait for the whole build of the base image. Default: 15 min.</summary>
    public TimeSpan ImageBuild { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Free space that the image and a few hosts need. Default: 4 GiB.</summary>
    public long DiskBytes { get; init; } = 4L << 30;
}
