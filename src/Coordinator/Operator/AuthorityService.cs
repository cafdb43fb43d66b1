using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>What admins do with the site's certificate authority.</summary>
internal sealed class AuthorityService(Authority authority, AuthorityRotation rotation) : Authorities.AuthoritiesBase
{
    /// <inheritdoc />
    public override Task<AuthorityState> GetAuthority(GetAuthorityRequest request, ServerCallContext context) =>
        Task.FromResult(State());

    /// <inheritdoc />
    public override Task<AuthorityState> RotateAuthority(RotateAuthorityRequest request, ServerCallContext context)
    {
        try
        {
            rotation.Rotate();
            return Task.FromResult(State());
        }
        catch (InvalidOperationException failure)
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition,
                $"{failure.Message} Wait for its end (moodlectl authority status), or end it with moodlectl authority retire."));
        }
    }

    /// <inheritdoc />
    public override Task<AuthorityState> RetireAuthority(RetireAuthorityRequest request, ServerCallContext context)
    {
        IReadOnlyList<string> waiting = rotation.Waiting;
        if (waiting.Count > 0 && !request.Force)
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition,
                $"{string.Join(", ", waiting)} still have certificates of the former authority only, and would be shut out. "
                + "Wait until they have renewed them, or use --force."));
        }

        return rotation.Retire()
            ? Task.FromResult(State())
            : throw new RpcException(new Status(
                StatusCode.FailedPrecondition, "There is no former authority whose certificates count."));
    }

    private AuthorityState State()
    {
        var state = new AuthorityState
        {
            Root = authority.Root.Subject,
            Fingerprint = Convert.ToHexStringLower(authority.Root.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256)),
            End = authority.Root.NotAfter.ToUniversalTime().ToTimestamp(),
        };
        if (authority.Former is { IsTrusted: true } former)
        {
            state.Former = former.Root.Subject;
            state.FormerEnd = former.LastEnd.ToTimestamp();
            state.Waiting.AddRange(rotation.Waiting);
        }

        return state;
    }
}
