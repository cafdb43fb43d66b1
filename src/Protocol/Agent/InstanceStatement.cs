using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MoodleNodeAgent.Protocol.Agent.V1;

/// <summary>What an instance signs to enrol. It binds the proof to one challenge, one coordinator and one key.</summary>
public static class InstanceStatement
{
    /// <summary>Length of a nonce in bytes.</summary>
    public const int NonceLength = 32;

    /// <summary>The bytes that are signed.</summary>
    /// <param name="nonce">Nonce of the challenge.</param>
    /// <param name="rootCertificate">Root certificate of the coordinator's authority, DER.</param>
    /// <param name="certificateRequest">PKCS#10 request of the agent, DER.</param>
    public static byte[] Write(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> rootCertificate, ReadOnlySpan<byte> certificateRequest) =>
        Write("moodle-node-agent enrolment by instance identity, version 1"u8, nonce, rootCertificate, certificateRequest);

    /// <summary>The bytes that are signed for another purpose: each part with its length, the last two as SHA-256.</summary>
    /// <param name="purpose">Keeps a proof for one purpose from counting for another.</param>
    /// <param name="nonce">The caller's.</param>
    /// <param name="rootCertificate">Root certificate of the coordinator's authority, DER.</param>
    /// <param name="subject">What the proof is bound to, DER.</param>
    public static byte[] Write(
        ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> rootCertificate, ReadOnlySpan<byte> subject)
    {
        using var statement = new MemoryStream();
        Append(statement, purpose);
        Append(statement, nonce);
        Append(statement, SHA256.HashData(rootCertificate));
        Append(statement, SHA256.HashData(subject));
        return statement.ToArray();
    }

    private static void Append(MemoryStream statement, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        statement.Write(length);
        statement.Write(value);
    }
}
