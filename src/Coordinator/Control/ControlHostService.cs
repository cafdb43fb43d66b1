using Google.Protobuf;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci.InstancePrincipals;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>Both ends of a control host's beginning: the proof that it gives, and what was proved to who launched it.
/// </summary>
internal sealed class ControlHostService(
    Authority authority, FirstAdmin admin, IHostIdentity identity, IDocumentStore documents)
    : ControlHost.ControlHostBase
{
    /// <inheritdoc />
    public override async Task<ProveReply> Prove(ProveRequest request, ServerCallContext context)
    {
        if (request.Nonce.Length != ControlStatement.NonceLength)
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"The nonce has to have {ControlStatement.NonceLength} bytes."));
        }

        if (admin.PublicKey is not { } key)
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition, "This coordinator does not run on a control host that was launched for it."));
        }

        try
        {
            byte[] root = authority.Root.RawData;
            InstanceSignature proof = await identity.SignAsync(
                ControlStatement.Write(request.Nonce.Span, root, key), context.CancellationToken);
            return new ProveReply
            {
                Root = ByteString.CopyFrom(root),
                Certificate = ByteString.CopyFrom(proof.Certificate.Span),
                Intermediate = ByteString.CopyFrom(proof.Intermediate.Span),
                Signature = ByteString.CopyFrom(proof.Signature.Span),
                Site = SiteDeployment.SiteOf(documents)?.Name ?? "",
            };
        }
        catch (InstanceMetadataException failure)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, failure.Message));
        }
    }

    /// <inheritdoc />
    public override Task<GetControlHostReply> GetControlHost(GetControlHostRequest request, ServerCallContext context) =>
        ProvedHost.Read(documents) is { } host
            ? Task.FromResult(new GetControlHostReply
            {
                Address = host.Address,
                ServerName = host.ServerName,
                Root = ByteString.CopyFrom(host.Root),
                Instance = host.Instance,
            })
            : throw new RpcException(new Status(
                StatusCode.FailedPrecondition, "This coordinator has launched no control host yet. Apply first."));
}
