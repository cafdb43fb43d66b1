using System.Security.Cryptography;
using System.Text.Json;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Proof;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Sites.Products;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Proves the finished site through its balancer. Done again whenever something before it was changed.</summary>
internal sealed class SiteProofStep : Step
{
    private readonly Site site;
    private readonly IProduct product;
    private readonly ISiteProver prover;
    private readonly Input<string> address;
    private readonly ApplicationSources sources;

    public SiteProofStep(
        string id, Site site, IProduct product, ISiteProver prover, BackendHealthStep health, BalancerStep balancer,
        Func<Step, ApplicationSources> takeInputs)
        : base(id)
    {
        this.site = site;
        this.product = product;
        this.prover = prover;
        Uses(health.Done);
        address = Uses(balancer.Address);
        sources = takeInputs(this);
    }

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public override TimeSpan Expected => TimeSpan.FromSeconds(5);

    internal override bool IsRepeatedAfterChanges => true;

    // Without the password: what is proved, where.
    internal override string SpecHash
    {
        get
        {
            var inputs = sources.Read();
            var text = JsonSerializer.SerializeToUtf8Bytes(
                new { inputs.Url, Address = address.Value, inputs.ArchiveSha256, Proof = product.Proof(site, inputs) });
            return Convert.ToHexStringLower(SHA256.HashData(text));
        }
    }

    internal override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(!context.HasNewInputs && context.States.Find(Id)?.SpecHash == SpecHash
            ? Observation.Nothing
            : Observation.Missing);

    internal override async Task ActAsync(StepContext context, Observation observation, CancellationToken cancellation)
    {
        var inputs = sources.Read();
        var work = new ProofWork
        {
            Proof = product.Proof(site, inputs),
            Url = inputs.Url,
            Balancer = new Endpoint(address.Value, site.Balancer.Listeners[0]),
            Password = new Secret(inputs.AdminPassword),
            Primary = inputs.Primary,
            Replicas = inputs.Replicas,
            DatabaseName = inputs.DatabaseName,
            DatabaseUser = inputs.DatabaseUser,
            DatabasePassword = new Secret(inputs.DatabasePassword),
        };
        var began = context.Time.GetTimestamp();
        while (true)
        {
            try
            {
                await prover.ProveAsync(work, new Words(context), cancellation);
                return;
            }
            catch (SiteNotProvedException failure) when (failure.IsReadFromPrimary
                && context.Time.GetElapsedTime(began) < context.Limits.ReadsReturn)
            {
                context.Report("The replicas are not read from yet; once more");
                await Task.Delay(Pause, context.Time, cancellation);
            }
        }
    }

    private sealed class Words(StepContext context) : IProgress<string>
    {
        public void Report(string value) => context.Report(value);
    }
}
