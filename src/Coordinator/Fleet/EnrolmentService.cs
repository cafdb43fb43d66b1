using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Proof of identity in, certificate out.</summary>
internal sealed class EnrolmentService(
    Authority authority,
    JoinTokens tokens,
    Revocations revocations,
    Challenges challenges,
    InstanceJoins joins,
    Sessions sessions,
    IInstanceTrust trust,
    IAuditLog audit,
    TimeProvider time,
    ILogger<EnrolmentService> log) : Enrolment.EnrolmentBase
{
    /// <inheritdoc />
    public override Task<ChallengeReply> GetChallenge(ChallengeRequest request, ServerCallContext context)
    {
        CheckName(request.Node);
        return challenges.Issue(request.Node) is { } nonce
            ? Task.FromResult(new ChallengeReply { Nonce = ByteString.CopyFrom(nonce) })
            : throw new RpcException(new Status(
                StatusCode.ResourceExhausted, "Too many hosts enrol at this moment. Try again in a minute."));
    }

    /// <inheritdoc />
    public override async Task<EnrolReply> Enrol(EnrolRequest request, ServerCallContext context)
    {
        CheckName(request.Node);
        if (request.InstanceIdentity is not null && request.JoinToken.Length > 0)
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, "One proof of identity is wanted: a join token or the instance's own."));
        }

        byte[] pkcs10 = request.CertificateRequest.ToByteArray();
        try
        {
            byte[] key = CertificateRequests.ReadPublicKey(pkcs10).ExportSubjectPublicKeyInfo();
            IssuedCertificate issued = request.InstanceIdentity is { } proof
                ? await JoinAsync(request.Node, proof, pkcs10, key, context)
                : Join(request.Node, request.JoinToken, pkcs10, key, context);
            FleetLog.Enrolled(log, request.Node, issued.Serial, issued.End, request.AgentVersion);
            return ToReply(issued);
        }
        catch (CertificateRequestException failure)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, failure.Message));
        }
    }

    /// <summary>The certificate as both enrolment and renewal answer it.</summary>
    internal static EnrolReply ToReply(IssuedCertificate issued)
    {
        var reply = new EnrolReply { Certificate = ByteString.CopyFrom(issued.Certificate) };
        reply.Chain.AddRange(issued.Chain.Select(one => ByteString.CopyFrom(one)));
        return reply;
    }

    // A host that was away during a rotation knows the root before; the present one bears that one's signature.
    private InstanceClaims CheckProof(
        InstanceIdentity proof, byte[] pkcs10, IReadOnlyList<X509Certificate2> roots)
    {
        try
        {
            return InstanceProof.Check(
                proof, InstanceStatement.Write(proof.Nonce.Span, authority.Root.RawDataMemory.Span, pkcs10), roots,
                time.GetUtcNow());
        }
        catch (InstanceIdentityException) when (authority.Former is not null)
        {
            return InstanceProof.Check(
                proof, InstanceStatement.Write(proof.Nonce.Span, authority.Former.Root.RawDataMemory.Span, pkcs10), roots,
                time.GetUtcNow());
        }
    }

    private static void CheckName(string node)
    {
        if (!NodeNames.IsValid(node))
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, "The node's name is not a host name label. Set node in agent.toml."));
        }
    }

    private IssuedCertificate Join(string node, string token, byte[] pkcs10, byte[] key, ServerCallContext context)
    {
        if (!tokens.TryUse(node, token, key))
        {
            FleetLog.EnrolmentRefused(log, node, context.Peer);
            throw new RpcException(new Status(
                StatusCode.PermissionDenied,
                $"The join token does not let {node} in: it is wrong, used or expired. "
                + "Apply the site again to get the node a new one."));
        }

        if (sessions.Find(node) is not null)
        {
            // The token is used up: whoever typed it in, one of two hosts is not the one that was meant.
            FleetLog.TokenWhileConnected(log, node);
            audit.Add($"host at {context.Peer}", InstanceJoins.Alert, node);
            throw new RpcException(new Status(
                StatusCode.PermissionDenied, $"A host with the name {node} is connected. Stop its agent, or use another name."));
        }

        // A host that lost its certificate joins again; the lost one must not count any more.
        revocations.RevokeNode(node);
        IssuedCertificate issued = authority.IssueAgent(node, pkcs10);
        revocations.Record(node, issued);
        return issued;
    }

    private async Task<IssuedCertificate> JoinAsync(
        string node, InstanceIdentity proof, byte[] pkcs10, byte[] key, ServerCallContext context)
    {
        try
        {
            // First of all: whatever follows, this nonce has had its attempt.
            if (!challenges.TryUse(node, proof.Nonce.Span))
            {
                throw new InstanceIdentityException("its challenge is unknown, used, too old, or another node's");
            }

            LaunchedInstance launched = trust.Find(node)
                ?? throw new InstanceIdentityException("this coordinator launched no instance for this node");
            IReadOnlyList<X509Certificate2> roots = await trust.RootsAsync(context.CancellationToken);
            InstanceClaims claims = CheckProof(proof, pkcs10, roots);
            if (claims != new InstanceClaims(launched.InstanceId, launched.CompartmentId, launched.TenancyId))
            {
                throw new InstanceIdentityException(
                    $"{claims.InstanceId} in {claims.CompartmentId} of {claims.TenancyId} is not the instance that this "
                    + "coordinator launched for this node");
            }

            return joins.Join(node, claims.InstanceId, key, () => authority.IssueAgent(node, pkcs10));
        }
        catch (InstanceIdentityException refusal)
        {
            FleetLog.InstanceRefused(log, node, context.Peer, refusal.Message);
            // Whoever may know why reads the coordinator's log.
            throw new RpcException(new Status(
                StatusCode.PermissionDenied,
                $"The instance's identity does not let {node} in. The coordinator's log says why."));
        }
        catch (InstanceRootsException failure)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, failure.Message));
        }
    }
}
