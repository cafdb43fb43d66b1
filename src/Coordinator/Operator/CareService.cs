using System.Threading.Channels;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Care;
using MoodleNodeAgent.Coordinator.Care.Restoring;
using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites.Products;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>What an administrator does with a site that runs.</summary>
internal sealed class CareService(
    SiteStore store, ICloudAccess access, IFleet fleet, Sessions sessions, IBootstrap bootstrap, ISiteData data,
    ReadGuard guard, SiteFiles siteFiles, CareLock careLock,
    CareLimits limits, IAuditLog audit, TimeProvider time, ILogger<CareService> log)
    : Protocol.Operator.V1.Care.CareBase
{
    /// <inheritdoc />
    public override Task SetMaintenance(
        SetMaintenanceRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        WorkAsync("maintenance", responseStream, context, async (site, work, _, cancellation) =>
        {
            await work.RunAsync(
                site.Site.Nodes.Names.Select(node => site.Product.Commands.Maintenance(site.Site, node, request.On)),
                cancellation);
            return "";
        });

    /// <inheritdoc />
    public override Task PurgeCaches(
        PurgeCachesRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        WorkAsync("purge-caches", responseStream, context, (site, work, _, cancellation) =>
            work.RunAsync(Needed(site, site.Product.Commands.PurgeCaches(site.Site, FirstNode(site))), cancellation));

    /// <inheritdoc />
    public override Task GetSetting(
        GetSettingRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        WorkAsync("cfg get", responseStream, context, (site, work, _, cancellation) => work.RunAsync(
            Needed(site, site.Product.Commands.GetSetting(
                site.Site, FirstNode(site), new SettingName(request.Component, request.Name))),
            cancellation));

    /// <inheritdoc />
    public override Task SetSetting(
        SetSettingRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        WorkAsync("cfg set", responseStream, context, async (site, work, _, cancellation) =>
        {
            var setting = new SettingName(request.Component, request.Name);
            await work.RunAsync(
                Needed(site, site.Product.Commands.SetSetting(site.Site, FirstNode(site), setting, request.Value)),
                cancellation);
            if (site.Product.Commands.PurgeCaches(site.Site, FirstNode(site)) is { } purge)
            {
                await work.RunAsync(purge, cancellation);
            }

            return "";
        });

    /// <inheritdoc />
    public override Task SetCron(
        SetCronRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        WorkAsync("cron", responseStream, context, async (site, work, say, cancellation) =>
        {
            await work.RunAsync(
                site.Site.Nodes.Names.Select(node => site.Product.Commands.Cron(site.Site, node, request.On)), cancellation);
            if (!request.On && site.Product.Commands.DrainCron(site.Site, FirstNode(site)) is { } drain)
            {
                say(new CareProgress { Message = "waiting for what is under way" });
                await work.RunAsync(drain, cancellation);
            }

            return "";
        });

    /// <inheritdoc />
    public override Task Diagnose(
        DiagnoseRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        RunAsync(responseStream, context, async (events, cancellation) =>
        {
            var site = CareSite.Open(store, access);
            var diagnosis = new Diagnosis(
                site, new NodeWork(fleet, limits, store.Applies(site.Site.Name).Epoch), fleet, guard, time);
            var wrong = 0;
            foreach (var finding in await diagnosis.RunAsync(cancellation))
            {
                wrong += finding.Grade == FindingGrade.Wrong ? 1 : 0;
                events(new CareEvent { Finding = finding });
            }

            return wrong == 0 ? "" : throw new CareException($"{wrong} rules are broken; each has its remedy beside it.");
        });

    /// <inheritdoc />
    public override Task Roll(
        RollRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        WorkAsync($"roll {request.Work}", responseStream, context, async (site, work, say, cancellation) =>
        {
            Action<string, string> tell = (node, message) => say(new CareProgress { Node = node, Message = message });
            if (request.Work == RollWork.Agent)
            {
                await new AgentRollout(site.Site.Nodes.Names, work, bootstrap, sessions, tell).RunAsync(request, cancellation);
                return "";
            }

            var next = request.Site is null ? null : NextOf(site, request);
            await new Rollout(site, next, work, new BalancerDrain(site, limits, time), fleet, limits, tell)
                .RunAsync(request, cancellation);
            if (next is not null)
            {
                SiteDeployment.Remember(store.Documents, next, site.Artifact);
            }

            return "";
        });

    /// <inheritdoc />
    public override Task Upgrade(
        UpgradeRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        WorkAsync("upgrade", responseStream, context, async (site, work, say, cancellation) =>
        {
            var (next, artifact) = Read(request.Site);
            var hasUpgrade = site.Product.Commands.UpgradeDatabase(next, FirstNode(site)) is not null;
            if (Care.Upgrade.Refusal(site.Site, next, hasUpgrade) is { } refusal)
            {
                throw new CareException(refusal);
            }

            var name = "";
            if (!request.WithoutBackup)
            {
                name = await BackUpAsync(site, work, message => say(new CareProgress { Message = message }), cancellation);
            }

            // The rest of the site file is an apply's; here only the release changes.
            var wanted = site.Site with { Release = next.Release };
            var upgrade = new Upgrade(site, work, (node, message) => say(new CareProgress { Node = node, Message = message }));
            await upgrade.RunAsync(wanted, artifact, name, cancellation);
            SiteDeployment.Remember(store.Documents, wanted, artifact);
            return "";
        });

    /// <inheritdoc />
    public override Task CreateBackup(
        CreateBackupRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        RunAsync(responseStream, context, (events, cancellation) =>
        {
            var site = CareSite.Open(store, access);
            return BackUpAsync(
                site, new NodeWork(fleet, limits, store.Applies(site.Site.Name).Epoch),
                message => events(new CareEvent { Progress = new CareProgress { Message = message } }), cancellation);
        });

    /// <inheritdoc />
    public override Task RestoreBackup(
        RestoreBackupRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        WorkAsync("restore", responseStream, context, async (site, work, say, cancellation) =>
        {
            if (request.Confirm != site.Site.Name)
            {
                throw new CareException(
                    $"\"{request.Confirm}\" is not the name of this coordinator's site. Type {site.Site.Name} to restore it; "
                    + "nothing was done.");
            }

            var backup = await new Backups(site, data, limits, time).FindAsync(request.Name, cancellation);
            if (Restore.Refusal(backup, site.Site.Release.Version) is { } refusal)
            {
                throw new CareException(refusal);
            }

            audit.Add(OperatorIdentity.Of(context.GetHttpContext()), "restore", request.Name);
            return await new Restore(
                site, work, new ScratchSystem(site, limits, time), data, message => say(new CareProgress { Message = message }))
                .RunAsync(backup, FirstNode(site), cancellation);
        });

    /// <inheritdoc />
    public override Task TestBackup(
        TestBackupRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        WorkAsync("restore-test", responseStream, context, async (site, work, say, cancellation) =>
        {
            var backup = await new Backups(site, data, limits, time).FindAsync(request.Name, cancellation);
            return await new RestoreTest(
                site, work, new ScratchSystem(site, limits, time), data, message => say(new CareProgress { Message = message }))
                .RunAsync(backup, FirstNode(site), cancellation);
        });

    /// <inheritdoc />
    public override Task SwitchOverDatabase(
        SwitchOverDatabaseRequest request, IServerStreamWriter<CareEvent> responseStream, ServerCallContext context) =>
        WorkAsync("switchover", responseStream, context, (site, _, say, cancellation) =>
            new Switchover(site, limits, time).RunAsync(message => say(new CareProgress { Message = message }), cancellation));

    /// <inheritdoc />
    public override async Task<ListBackupsReply> ListBackups(ListBackupsRequest request, ServerCallContext context)
    {
        try
        {
            var site = CareSite.Open(store, access);
            return new ListBackupsReply
            {
                Backups = { await new Backups(site, data, limits, time).ListAsync(context.CancellationToken) },
            };
        }
        catch (Exception failure) when (failure is CareException or OciException)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, failure.Message));
        }
    }

    private (Sites.Site Site, Artifact Artifact) Read(SiteFile? file)
    {
        var reading = siteFiles.Read(file ?? new SiteFile(), needsContent: true);
        return reading.Site is { } next ? (next, reading.Artifact) : throw new CareException(
            "The site file cannot be used: " + string.Join('\n', reading.Problems.Select(problem => problem.Message)));
    }

    private Sites.Site NextOf(CareSite site, RollRequest request)
    {
        var (next, artifact) = Read(request.Site);
        var refusal = request.Work != RollWork.Application ? "A site file belongs to roll app."
            : artifact.Sha256 != site.Artifact.Sha256 ? "The release is another one. Use moodlectl upgrade."
            : request.Nodes.Count > 0 ? "A site file is for all nodes. Leave out --node."
            : Rollout.Refusal(site.Site, next);
        return refusal is null ? next : throw new CareException(refusal);
    }

    private Task<string> BackUpAsync(
        CareSite site, NodeWork work, Action<string> say, CancellationToken cancellation) =>
        new Backups(site, data, limits, time).CreateAsync(
            name => StorageFiles.MarkAsync(site, work, FirstNode(site), name, cancellation), say, cancellation);

    private string FirstNode(CareSite site) => site.Site.Nodes.Names.FirstOrDefault(fleet.IsConnected)
        ?? throw new CareException($"No node of {site.Site.Name} is connected. Look at moodlectl nodes.");

    private static NodeSpec Needed(CareSite site, NodeSpec? spec) => spec
        ?? throw new CareException($"{site.Product.Name} has no command for this. Use its own pages.");

    // What changes the site holds its lease: no apply meanwhile, and none while an apply runs.
    private Task WorkAsync(
        string what, IServerStreamWriter<CareEvent> stream, ServerCallContext context,
        Func<CareSite, NodeWork, Action<CareProgress>, CancellationToken, Task<string>> workAsync) =>
        RunAsync(stream, context, async (events, cancellation) =>
        {
            var site = CareSite.Open(store, access);
            await using var hold = careLock.Take(site.Site.Name, what, OperatorIdentity.Of(context.GetHttpContext()));
            return await workAsync(
                site, new NodeWork(fleet, limits, hold.Epoch),
                progress => events(new CareEvent { Progress = progress }), cancellation);
        });

    private async Task RunAsync(
        IServerStreamWriter<CareEvent> stream, ServerCallContext context,
        Func<Action<CareEvent>, CancellationToken, Task<string>> workAsync)
    {
        var events = Channel.CreateUnbounded<CareEvent>();
        // The work does not depend on who listens: the operator's terminal may go away.
        var work = Task.Run(
            async () =>
            {
                try
                {
                    var value = await workAsync(one => events.Writer.TryWrite(one), CancellationToken.None);
                    events.Writer.TryWrite(new CareEvent { Ended = new CareEnded { Succeeded = true, Value = value } });
                }
                catch (ApplyInProgressException busy)
                {
                    throw new RpcException(new Status(StatusCode.Aborted, busy.Message));
                }
                catch (CareException failure)
                {
                    events.Writer.TryWrite(new CareEvent { Ended = new CareEnded { Error = failure.Message } });
                }
                catch (Exception failure) when (failure is not RpcException)
                {
                    OperatorLog.RequestFailed(log, OperatorIdentity.Of(context.GetHttpContext()), failure);
                    events.Writer.TryWrite(new CareEvent { Ended = new CareEnded { Error = failure.Message } });
                }
                finally
                {
                    events.Writer.TryComplete();
                }
            },
            CancellationToken.None);
        try
        {
            await foreach (var one in events.Reader.ReadAllAsync(context.CancellationToken))
            {
                await stream.WriteAsync(one, context.CancellationToken);
            }

            await work;
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The client went away; the work goes on.
        }
    }
}
