using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Recovery;
using MoodleNodeAgent.Oci.InstancePrincipals;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>What a control host is given, and how it is known.</summary>
internal sealed record HandoverWork
{
    /// <summary>The instance that was launched.</summary>
    public required LaunchedInstance Launched { get; init; }

    /// <summary>HOST:PORT of its operators' listener.</summary>
    public required string Address { get; init; }

    /// <summary>Name that its certificate has to have.</summary>
    public required string ServerName { get; init; }

    /// <summary>Reads the roots of the region's instances.</summary>
    public required Func<CancellationToken, Task<InstancePrincipalRoots>> ReadRootsAsync { get; init; }

    /// <summary>The site, with its passwords.</summary>
    public required Func<RecoveryContent> Export { get; init; }
}

/// <summary>Gives a site to its control host.</summary>
internal interface IHandover
{
    /// <summary>Waits until the host proves itself, and gives it the site unless it has it.</summary>
    /// <returns>The root certificate of its authority, DER.</returns>
    /// <exception cref="InstanceIdentityException">Somebody else answers there.</exception>
    Task<byte[]> GiveAsync(HandoverWork work, StepContext context, CancellationToken cancellation);
}

/// <summary>Over the operators' listener, as the first admin.</summary>
/// <param name="keyFile">The first admin's key, PEM.</param>
internal sealed class Handover(string keyFile) : IHandover
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Call = TimeSpan.FromSeconds(20);

    public async Task<byte[]> GiveAsync(HandoverWork work, StepContext context, CancellationToken cancellation)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(keyFile, cancellation));
        using var roots = new InstanceRoots(context.Time);
        context.Report($"Waiting for the coordinator at {work.Address}");
        ProveReply first = await ProveAsync(site => true);
        RecoveryContent content = work.Export();
        if (first.Site.Length > 0 && first.Site != content.Site)
        {
            throw new InvalidOperationException(
                $"The control host at {work.Address} has the site {first.Site} and not {content.Site}. Terminate it, then apply "
                + "again.");
        }

        if (first.Site.Length == 0)
        {
            context.Report("Giving it the site");
            await RestoreAsync(content);
        }

        // It begins anew with what it was given.
        return (await ProveAsync(site => site == content.Site)).Root.ToByteArray();

        Task<ProveReply> ProveAsync(Func<string, bool> isWanted) => Polling.UntilAsync(
            context, $"the coordinator at {work.Address}", Patience, async () =>
            {
                try
                {
                    using var link = new ControlLink(work.Address, work.ServerName, key, context.Time);
                    ProveReply reply = await AskAsync(link);
                    return isWanted(reply.Site) ? reply : null;
                }
                catch (RpcException failure) when (failure.StatusCode is StatusCode.Unavailable
                    or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal)
                {
                    cancellation.ThrowIfCancellationRequested();
                    return null;
                }
            },
            cancellation);

        async Task<ProveReply> AskAsync(ControlLink link)
        {
            using var late = new CancellationTokenSource(Call, context.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
            return await link.ProveAsync(
                work.Launched, await roots.GetAsync(work.ReadRootsAsync, cancellation), either.Token);
        }

        async Task RestoreAsync(RecoveryContent given)
        {
            // Sealed for this one message: nothing on the way, and no log of it, holds the passwords in clear.
            string passphrase = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            using var link = new ControlLink(work.Address, work.ServerName, key, context.Time);
            await AskAsync(link);
            try
            {
                await link.Recovery.RestoreRecoveryAsync(
                    new RestoreRecoveryRequest
                    {
                        Bundle = ByteString.CopyFrom(RecoveryBundle.Seal(given, passphrase)),
                        Passphrase = passphrase,
                    },
                    cancellationToken: cancellation);
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled
                or StatusCode.Internal)
            {
                // The answer may be lost; whether it has the site, the next proof says.
                context.Report(failure.Status.Detail);
            }
        }
    }
}
