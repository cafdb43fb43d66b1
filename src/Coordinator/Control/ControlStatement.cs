using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>What a control host signs with its instance's identity: it binds the coordinator's authority to one question
/// and to whoever launched the host.</summary>
internal static class ControlStatement
{
    /// <summary>Length of a nonce in bytes.</summary>
    public const int NonceLength = InstanceStatement.NonceLength;

    /// <summary>The bytes that are signed.</summary>
    /// <param name="nonce">The caller's.</param>
    /// <param name="root">Root certificate of the coordinator's authority, DER.</param>
    /// <param name="firstAdmin">Public key of the first admin, SubjectPublicKeyInfo.</param>
    public static byte[] Write(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> root, ReadOnlySpan<byte> firstAdmin) =>
        InstanceStatement.Write("moodle control host identity, version 1"u8, nonce, root, firstAdmin);
}
