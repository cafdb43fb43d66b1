using Grpc.Core;
using Google.Protobuf;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Proof of identity in, certificate out.</summary>
internal sealed class EnrolmentService(
    Authority authority, JoinTokens tokens, Revocations revocations, ILogger<EnrolmentService> log)
    : Enrolment.EnrolmentBase
{
    /// <inheritdoc />
    public override Task<EnrolReply> Enrol(EnrolRequest request, ServerCallContext context)
    {
        if (!NodeNames.IsValid(request.Node))
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, "The node's name is not a host name label. Set node in agent.toml."));
        }

        byte[] pkcs10 = request.CertificateRequest.ToByteArray();
        try
        {
            byte[] key = CertificateRequests.ReadPublicKey(pkcs10).ExportSubjectPublicKeyInfo();
            if (!tokens.TryUse(request.Node, request.JoinToken, key))
            {
                FleetLog.EnrolmentRefused(log, request.Node, context.Peer);
                throw new RpcException(new Status(
                    StatusCode.PermissionDenied,
                    $"The join token does not let {request.Node} in: it is wrong, used or expired. "
                    + "Apply the site again to get the node a new one."));
            }

            IssuedCertificate issued = authority.IssueAgent(request.Node, pkcs10);
            revocations.Record(request.Node, issued);
            FleetLog.Enrolled(log, request.Node, issued.Serial, issued.End, request.AgentVersion);
            return Task.FromResult(ToReply(issued));
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
}
