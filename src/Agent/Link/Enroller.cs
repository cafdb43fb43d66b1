using Google.Protobuf;
using Grpc.Core;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>Gets the agent's first certificate and each later one.</summary>
internal sealed class Enroller(
    LinkSettings settings, CoordinatorChannels channels, IdentityClient instance, string identityFile, string version,
    Limits limits, TimeProvider time, ILogger log)
{
    /// <summary>The identity on disk, or null when there is none that still holds.</summary>
    public LinkIdentity? Present()
    {
        var identity = LinkIdentity.Load(identityFile);
        return identity is not null && identity.Ends > time.GetUtcNow() ? identity : null;
    }

    /// <summary>One attempt to enrol.</summary>
    public async Task<LinkIdentity> EnrolAsync(CancellationToken cancellation)
    {
        // The same key in each attempt, over restarts too: an answer that was lost on the way is given again to its key
        // only.
        var (key, request) = LinkIdentity.PendingRequest(settings.Node, PendingFile);
        using (key)
        {
            using var channel = channels.Open(settings.Enrolment, identity: null);
            var client = new Enrolment.EnrolmentClient(channel);
            var wish = new EnrolRequest
            {
                Node = settings.Node,
                JoinToken = settings.JoinToken,
                CertificateRequest = ByteString.CopyFrom(request),
                AgentVersion = version,
            };
            if (settings.JoinToken.Length == 0)
            {
                var challenge = await client.GetChallengeAsync(
                    new ChallengeRequest { Node = settings.Node }, Options(cancellation));
                wish.InstanceIdentity = await instance.ProveAsync(challenge.Nonce, request, cancellation);
            }

            var reply = await client.EnrolAsync(wish, Options(cancellation));
            var identity = Keep(reply, key);
            File.Delete(PendingFile);
            log.Information("Enrolled as {Node}, certificate until {End:u}", settings.Node, identity.Ends);
            return identity;
        }
    }

    /// <summary>One attempt to renew, over a channel that shows the present certificate.</summary>
    public async Task<LinkIdentity> RenewAsync(AgentLink.AgentLinkClient client, CancellationToken cancellation)
    {
        var (key, request) = LinkIdentity.NewRequest(settings.Node);
        using (key)
        {
            var reply = await client.RenewAsync(
                new RenewRequest { CertificateRequest = ByteString.CopyFrom(request) }, Options(cancellation));
            var identity = Keep(reply, key);
            log.Information("Certificate renewed until {End:u}", identity.Ends);
            return identity;
        }
    }

    private LinkIdentity Keep(EnrolReply reply, System.Security.Cryptography.ECDsa key)
    {
        LinkIdentity.From(reply, key).Save(identityFile);
        return LinkIdentity.Load(identityFile)!;
    }

    private string PendingFile => identityFile + ".pending";

    private CallOptions Options(CancellationToken cancellation) =>
        new CallOptions(cancellationToken: cancellation).WithDeadline((time.GetUtcNow() + limits.Call).UtcDateTime);
}
