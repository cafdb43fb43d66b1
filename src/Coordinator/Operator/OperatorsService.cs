using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>Who may operate the site from another machine.</summary>
internal sealed class OperatorsService(
    KnownOperators operators, Authority authority, IDocumentStore documents, ServeSettings settings,
    ILogger<OperatorsService> log) : Operators.OperatorsBase
{
    /// <inheritdoc />
    public override Task<OperatorCertificate> AddOperator(AddOperatorRequest request, ServerCallContext context)
    {
        OperatorCertificate answer = Guard(() => ToReply(
            request.Name, request.Role, operators.Add(request.Name, request.Role, request.CertificateRequest.Span)));
        OperatorLog.OperatorAdded(
            log, request.Name, request.Role, OperatorIdentity.Of(context.GetHttpContext()));
        return Task.FromResult(answer);
    }

    /// <inheritdoc />
    public override Task<RemoveOperatorReply> RemoveOperator(RemoveOperatorRequest request, ServerCallContext context)
    {
        if (!operators.Remove(request.Name))
        {
            string known = string.Join(", ", operators.All.Select(one => one.Name));
            throw new RpcException(new Status(
                StatusCode.NotFound,
                $"There is no operator \"{request.Name}\". Known: {(known.Length == 0 ? "none" : known)}."));
        }

        OperatorLog.OperatorRemoved(log, request.Name, OperatorIdentity.Of(context.GetHttpContext()));
        return Task.FromResult(new RemoveOperatorReply());
    }

    /// <inheritdoc />
    public override Task<ListOperatorsReply> ListOperators(ListOperatorsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListOperatorsReply
        {
            Operators =
            {
                operators.All.Select(one => new KnownOperator
                {
                    Name = one.Name, Role = one.Role, End = one.End.ToTimestamp(),
                }),
            },
        });

    /// <inheritdoc />
    public override Task<OperatorCertificate> RenewCertificate(
        RenewCertificateRequest request, ServerCallContext context)
    {
        string name = OperatorIdentity.NameOf(context.GetHttpContext())
            ?? throw new RpcException(new Status(
                StatusCode.InvalidArgument, "There is no certificate to renew: this call came over the Unix socket."));
        return Task.FromResult(Guard(() => ToReply(
            name, operators.RoleOf(name)!.Value, operators.Renew(name, request.CertificateRequest.Span))));
    }

    private OperatorCertificate ToReply(string name, OperatorRole role, IssuedCertificate issued) => new()
    {
        Name = name,
        Role = role,
        Certificate = ByteString.CopyFrom(issued.Certificate),
        Chain = { issued.Chain.Select(one => ByteString.CopyFrom(one)) },
        Root = ByteString.CopyFrom(authority.Root.RawData),
        End = issued.End.ToTimestamp(),
        ServerName = ControlSettings.NameFor(SiteDeployment.SiteOf(documents)?.Name ?? "site"),
        Address = $"{settings.ControlAddress}:{settings.OperatorPort}",
    };

    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is ArgumentException or CertificateRequestException)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, failure.Message));
        }
    }
}
