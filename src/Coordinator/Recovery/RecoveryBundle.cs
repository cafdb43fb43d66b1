using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace MoodleNodeAgent.Coordinator.Recovery;

/// <summary>The sealed form: key by PBKDF2 with HMAC-SHA-512 from the passphrase, content by AES-256-GCM. The header
/// (mark, rounds, salt, nonce) is authenticated with it.</summary>
internal static class RecoveryBundle
{
    /// <summary>Fewest characters of a passphrase.</summary>
    public const int LeastPassphrase = 12;

    private const int Rounds = 600_000;

    // More would let a forged bundle keep the coordinator busy for hours.
    private const int MostRounds = 10_000_000;
    private const int SaltSize = 16;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = 32;

    private static readonly byte[] Mark = "MNA-RECOVERY-1\n"u8.ToArray();

    private static int HeaderSize => Mark.Length + sizeof(int) + SaltSize + NonceSize;

    /// <summary>Seals the content.</summary>
    /// <exception cref="RecoveryException">The passphrase is too short.</exception>
    public static byte[] Seal(RecoveryContent content, string passphrase)
    {
        if (passphrase.Length < LeastPassphrase)
        {
            throw new RecoveryException(
                $"The passphrase has {passphrase.Length} characters. Use {LeastPassphrase} or more: the bundle holds the "
                + "site's authority and all passwords.");
        }

        var header = new byte[HeaderSize];
        Mark.CopyTo(header, 0);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(Mark.Length), Rounds);
        RandomNumberGenerator.Fill(header.AsSpan(Mark.Length + sizeof(int)));
        var plain = JsonSerializer.SerializeToUtf8Bytes(content);
        var bundle = new byte[HeaderSize + TagSize + plain.Length];
        header.CopyTo(bundle, 0);
        try
        {
            using var cipher = CipherOf(header, passphrase);
            cipher.Encrypt(
                NonceOf(header), plain, bundle.AsSpan(HeaderSize + TagSize), bundle.AsSpan(HeaderSize, TagSize), header);
            return bundle;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Opens a bundle.</summary>
    /// <exception cref="RecoveryException">It is none, was changed, or the passphrase is another one.</exception>
    public static RecoveryContent Open(ReadOnlySpan<byte> bundle, string passphrase)
    {
        if (bundle.Length < HeaderSize + TagSize || !bundle.StartsWith(Mark))
        {
            throw new RecoveryException("This is no recovery bundle of this version. Name a file of 'moodlectl recovery save'.");
        }

        var header = bundle[..HeaderSize].ToArray();
        var rounds = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(Mark.Length));
        if (rounds is < 1 or > MostRounds)
        {
            throw new RecoveryException("The recovery bundle is damaged: take another copy of it.");
        }

        var plain = new byte[bundle.Length - HeaderSize - TagSize];
        try
        {
            using var cipher = CipherOf(header, passphrase);
            cipher.Decrypt(
                NonceOf(header), bundle[(HeaderSize + TagSize)..], bundle.Slice(HeaderSize, TagSize), plain, header);
            return JsonSerializer.Deserialize<RecoveryContent>(plain)
                ?? throw new RecoveryException("The recovery bundle is empty: take another copy of it.");
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new RecoveryException("The passphrase does not open this bundle, or the bundle was changed.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static AesGcm CipherOf(byte[] header, string passphrase)
    {
        var key = Rfc2898DeriveBytes.Pbkdf2(
            passphrase, header.AsSpan(Mark.Length + sizeof(int), SaltSize),
            BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(Mark.Length)), HashAlgorithmName.SHA512, KeySize);
        try
        {
            return new AesGcm(key, TagSize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static ReadOnlySpan<byte> NonceOf(byte[] header) => header.AsSpan(header.Length - NonceSize);
}

/// <summary>A recovery that cannot be done: what, and the remedy.</summary>
internal sealed class RecoveryException(string message) : Exception(message);
