using System.Globalization;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The network load balancer with a listener and an empty backend set for each port. It comes early, because
/// config.php needs its address; the backends come last.</summary>
internal sealed class BalancerStep : CloudStep<CreateNetworkLoadBalancerDetails, NetworkLoadBalancer>
{
    private const int HealthIntervalMilliseconds = 5000;
    private const int HealthTimeoutMilliseconds = 3000;
    private const int HealthRetries = 3;

    private readonly Input<string> subnet;

    public BalancerStep(CloudSite cloud, string id, Output<string> subnet)
        : base(cloud, id)
    {
        this.subnet = Uses(subnet);
        Address = Produces<string>("address");
    }

    /// <summary>Public IPv4 address.</summary>
    public Output<string> Address { get; }

    public override TimeSpan Expected => TimeSpan.FromSeconds(21);

    public override string? SerialKey => "balancer";

    internal override string? IrreversibleBy(StepAction action) =>
        action == StepAction.Replace ? "its public address is given back" : null;

    protected override string Operation => "CreateNetworkLoadBalancer";

    /// <summary>Name of the backend set of a port; an adopted balancer has names of its own.</summary>
    public static string BackendSetOf(Site site, int port) =>
        site.Adopted.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"balancer/set-{port}"))
        ?? "port-" + port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Health check of a port's backends.</summary>
    public static HealthChecker HealthCheckOf(CloudSite cloud, int port) => new()
    {
        Protocol = "HTTP",
        Port = port,
        UrlPath = cloud.Site.Balancer.Health.Path,
        ReturnCode = cloud.Site.Balancer.Health.Status,
        IntervalInMillis = HealthIntervalMilliseconds,
        TimeoutInMillis = HealthTimeoutMilliseconds,
        Retries = HealthRetries,
    };

    protected override Task<CreateNetworkLoadBalancerDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreateNetworkLoadBalancerDetails
        {
            CompartmentId = Cloud.Compartment,
            DisplayName = DisplayName,
            SubnetId = subnet.Value,
            IsPrivate = false,
            Listeners = Cloud.Site.Balancer.Listeners.ToDictionary(ListenerOf, port => new Listener
            {
                Name = ListenerOf(port),
                DefaultBackendSetName = BackendSetOf(Cloud.Site, port),
                Port = port,
                Protocol = "TCP",
            }),
            BackendSets = Cloud.Site.Balancer.Listeners.ToDictionary(port => BackendSetOf(Cloud.Site, port), port => new BackendSetDetails
            {
                Policy = "FIVE_TUPLE",
                IsPreserveSource = true,
                IsFailOpen = true,
                Backends = [],
                HealthChecker = HealthCheckOf(Cloud, port),
            }),
            FreeformTags = Tags,
        });

    protected override Task<OciResponse<NetworkLoadBalancer>> CreateAsync(
        CreateNetworkLoadBalancerDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.Balancers.CreateNetworkLoadBalancerAsync(details, token, cancellation);

    protected override Task<OciResponse<NetworkLoadBalancer>> GetAsync(
        string resource, CancellationToken cancellation) =>
        Cloud.Clients.Balancers.GetNetworkLoadBalancerAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<NetworkLoadBalancer>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.Balancers.ListNetworkLoadBalancersAsync(
            new ListNetworkLoadBalancersQuery { CompartmentId = Cloud.Compartment }, cancellation));

    protected override IEnumerable<Difference> Compare(NetworkLoadBalancer actual)
    {
        var now = Ports((actual.Listeners?.Values ?? []).Select(listener => listener.Port ?? 0));
        var wanted = Ports(Cloud.Site.Balancer.Listeners);
        if (now != wanted)
        {
            yield return Fixed("listeners", now, wanted, "balancer.listeners");
            yield break;
        }

        // The health check of an adopted balancer is its owner's.
        if (IsAdopted)
        {
            yield break;
        }

        foreach (var port in Cloud.Site.Balancer.Listeners)
        {
            var check = actual.BackendSets?.GetValueOrDefault(BackendSetOf(Cloud.Site, port))?.HealthChecker;
            if (Text(check) != Text(HealthCheckOf(Cloud, port)))
            {
                yield return new Difference("healthChecker", Text(check), Text(HealthCheckOf(Cloud, port)));
            }
        }
    }

    protected override async Task UpdateAsync(NetworkLoadBalancer actual, CancellationToken cancellation)
    {
        foreach (var port in Cloud.Site.Balancer.Listeners)
        {
            var check = HealthCheckOf(Cloud, port);
            if (Text(actual.BackendSets?.GetValueOrDefault(BackendSetOf(Cloud.Site, port))?.HealthChecker) != Text(check))
            {
                // While the first change is under way the balancer answers 409 IncorrectState to the next one, which
                // the client repeats.
                await Cloud.Clients.Balancers.UpdateHealthCheckerAsync(
                    actual.Id, BackendSetOf(Cloud.Site, port), check, null, null, cancellation);
            }
        }
    }

    protected override Condition ConditionOf(NetworkLoadBalancer resource)
    {
        var condition = base.ConditionOf(resource);
        return condition == Condition.Ready && PublicAddressOf(resource) is null ? Condition.Pending : condition;
    }

    protected override Task ReadOutputsAsync(NetworkLoadBalancer resource, CancellationToken cancellation)
    {
        Address.Set(PublicAddressOf(resource)!);
        return Task.CompletedTask;
    }

    private static string? PublicAddressOf(NetworkLoadBalancer balancer) =>
        balancer.IpAddresses?.FirstOrDefault(address => address.IsPublic == true)?.IpAddress;

    private static string ListenerOf(int port) => "tcp-" + port.ToString(CultureInfo.InvariantCulture);

    private static string Ports(IEnumerable<int> ports) => string.Join(", ", ports.Order());

    private static string Text(HealthChecker? check) =>
        check is null ? "none" : $"{check.Protocol} {check.Port} {check.UrlPath} {check.ReturnCode}";
}
