namespace MoodleNodeAgent.LocalCloud.Clock;

/// <summary>How long OCI takes for each step of a lifecycle, divided by a factor.</summary>
/// <param name="factor">Divides every time; 0: no latency at all.</param>
internal sealed class Latencies(double factor)
{
    /// <summary>The factor that divides every time. Default of the command line: 60.</summary>
    public double Factor => factor;

    public TimeSpan Gateway => Scaled(1);
    public TimeSpan Vcn => Scaled(2);
    public TimeSpan Subnet => Scaled(3);
    public TimeSpan SecurityGroup => Scaled(1);
    public TimeSpan PublicAddress => Scaled(2);
    public TimeSpan VnicAttach => Scaled(8);
    public TimeSpan InstanceLaunch => Scaled(45);
    public TimeSpan InstanceUpdate => Scaled(20);
    public TimeSpan InstancePower => Scaled(30);
    public TimeSpan InstanceTerminate => Scaled(40);
    public TimeSpan FileSystem => Scaled(3);
    public TimeSpan Export => Scaled(3);
    public TimeSpan MountTarget => Scaled(20);
    public TimeSpan LoadBalancerCreate => Scaled(21);
    public TimeSpan LoadBalancerChange => Scaled(10);
    public TimeSpan DbSystemCreate => Scaled(12 * 60);
    public TimeSpan HighlyAvailableDbSystemCreate => Scaled(20 * 60);
    public TimeSpan DbSystemUpdate => Scaled(2 * 60);
    public TimeSpan DbSystemSwitchover => Scaled(3 * 60);
    public TimeSpan DbSystemPower => Scaled(5 * 60);
    public TimeSpan DbSystemDelete => Scaled(5 * 60);
    public TimeSpan ReplicaCreate => Scaled(12 * 60);
    public TimeSpan ReplicaChange => Scaled(3 * 60);

    public TimeSpan HeatWaveCreate => Scaled(12 * 60);
    public TimeSpan HeatWaveDelete => Scaled(3 * 60);
    public TimeSpan Backup => Scaled(4 * 60);
    public TimeSpan Snapshot => Scaled(1);
    public TimeSpan ConsoleHistory => Scaled(10);
    public TimeSpan IdentityObject => Scaled(1);

    /// <summary>How long a fresh policy or dynamic group takes to work, unless the options say so.</summary>
    public TimeSpan Policy => Scaled(10);

    private TimeSpan Scaled(double seconds) => factor <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(seconds / factor);
}
