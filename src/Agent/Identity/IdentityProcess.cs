using System.Security.Cryptography;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Link;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Identity;

/// <summary>Answers one request of the link: the only part of the agent that sees the instance's key. It signs enrolment
/// statements for the coordinator in ca.pem, which the link cannot change, and nothing else.</summary>
internal static class IdentityProcess
{
    private const int LongestMessage = 64 * 1024;
    private const int LongestRequest = 8192;

    /// <summary>Reads the request and writes the reply, both on the link's connection.</summary>
    public static async Task RunAsync(
        AgentPaths paths, Uri metadata, Stream input, Stream output, Limits limits, CancellationToken cancellation)
    {
        await using var from = new MessageStream(input, LongestMessage);
        await using var to = new MessageStream(output, LongestMessage);
        IdentityReply reply;
        try
        {
            var request = await from.ReadAsync(IdentityRequest.Parser, cancellation)
                ?? throw new InvalidDataException("The connection ended without a request.");
            reply = new IdentityReply { Identity = await ProveAsync(paths, metadata, request, limits, cancellation) };
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or CryptographicException
            or UnauthorizedAccessException or InvalidProtocolBufferException)
        {
            reply = new IdentityReply { Error = exception.Message };
        }

        await to.WriteAsync(reply, cancellation);
    }

    private static async Task<InstanceIdentity> ProveAsync(
        AgentPaths paths, Uri metadata, IdentityRequest request, Limits limits, CancellationToken cancellation)
    {
        if (request.Nonce.Length != InstanceStatement.NonceLength
            || request.CertificateRequest.Length is 0 or > LongestRequest)
        {
            throw new InvalidDataException(
                $"Cannot sign: a nonce of {InstanceStatement.NonceLength} bytes and a certificate request of at most "
                + $"{LongestRequest} bytes are wanted.");
        }

        var root = CoordinatorChannels.LoadRoots(Path.Join(paths.Settings, "ca.pem"))[0];
        using var identity = await InstanceKey.ReadAsync(metadata, limits, cancellation);
        var statement = InstanceStatement.Write(
            request.Nonce.Span, root.RawDataMemory.Span, request.CertificateRequest.Span);
        return new InstanceIdentity
        {
            Nonce = request.Nonce,
            Certificate = ByteString.CopyFrom(identity.Certificate.RawDataMemory.Span),
            Intermediate = ByteString.CopyFrom(identity.Intermediate.RawDataMemory.Span),
            Signature = ByteString.CopyFrom(
                identity.Key.SignData(statement, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)),
        };
    }
}
