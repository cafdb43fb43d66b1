using Grpc.Core;
using Grpc.Core.Interceptors;
using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.Coordinator.Control;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Coordinator.Telemetry;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>Lets a call of the operator API pass when its caller has the role that the method asks for.</summary>
internal sealed class OperatorGate(
    KnownOperators operators, FirstAdmin firstAdmin, IAuditLog audit, Metrics metrics, ILogger<OperatorGate> log) : Interceptor
{
    /// <inheritdoc />
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, context);
    }

    /// <inheritdoc />
    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requestStream, context);
    }

    /// <inheritdoc />
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, responseStream, context);
    }

    /// <inheritdoc />
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requestStream, responseStream, context);
    }

    private void Check(ServerCallContext context)
    {
        if (!context.Method.StartsWith(OperatorRules.Package, StringComparison.Ordinal))
        {
            return;
        }

        HttpContext http = context.GetHttpContext();
        // Whoever may open the socket file is root or the coordinator itself.
        OperatorRole role = OperatorIdentity.CertificateOf(http) is { } certificate
            ? RoleOf(certificate)
            : OperatorRole.Admin;
        if (OperatorRules.For(context.Method) is { } least && role >= least)
        {
            metrics.Called(context.Method, allowed: true);
            OperatorLog.Called(log, context.Method, OperatorIdentity.Of(http));
            if (least > OperatorRole.Viewer)
            {
                audit.Add(OperatorIdentity.Of(http), context.Method[OperatorRules.Package.Length..], "");
            }

            return;
        }

        metrics.Called(context.Method, allowed: false);
        audit.Add(OperatorIdentity.Of(http), "refused: " + context.Method[OperatorRules.Package.Length..], "");
        OperatorLog.CallRefused(log, context.Method, OperatorIdentity.Of(http), role);
        throw new RpcException(new Status(
            StatusCode.PermissionDenied,
            role == OperatorRole.Unspecified
                ? $"{OperatorIdentity.Of(http)} is no operator of this site any more. Ask an admin: moodlectl operators add."
                : $"{OperatorIdentity.Of(http)} has the role {Word(role)}; this takes "
                    + $"{(OperatorRules.For(context.Method) is { } needed ? Word(needed) : "a role that nobody has")}."));
    }

    private OperatorRole RoleOf(X509Certificate2 certificate)
    {
        if (FirstAdmin.IsSelfMade(certificate))
        {
            return firstAdmin.Admits(certificate) ? OperatorRole.Admin : OperatorRole.Unspecified;
        }

        OperatorRole role = operators.RoleOf(certificate);
        if (role == OperatorRole.Admin)
        {
            firstAdmin.End();
        }

        return role;
    }

    private static string Word(OperatorRole role) => role.ToString().ToLowerInvariant();
}
