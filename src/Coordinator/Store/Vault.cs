using System.Security.Cryptography;
using System.Text;

namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>Encrypts what the store must not hold in clear: AES-256-GCM under a key in a file of its own (mode 0600).
/// The place that a value belongs to is authenticated with it, so that values cannot be swapped.</summary>
public sealed class Vault : IDisposable
{
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly AesGcm cipher;

    private Vault(byte[] key)
    {
        cipher = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Reads the key file; makes it when there is none.</summary>
    public static Vault Open(string keyPath)
    {
        if (!File.Exists(keyPath))
        {
            Create(keyPath);
        }

        var key = File.ReadAllBytes(keyPath);
        return key.Length == KeySize
            ? new Vault(key)
            : throw new InvalidDataException(
                $"Cannot use the store's key {keyPath}: it has {key.Length} bytes instead of {KeySize}. "
                + "Put back the key that was made together with the store.");
    }

    /// <summary>A key that nobody keeps.</summary>
    internal static Vault InMemory() => new(RandomNumberGenerator.GetBytes(KeySize));

    /// <summary>Nonce, tag and ciphertext in one.</summary>
    public byte[] Seal(string place, ReadOnlySpan<byte> plain)
    {
        var sealedBytes = new byte[NonceSize + TagSize + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        cipher.Encrypt(
            nonce, plain, sealedBytes.AsSpan(NonceSize + TagSize), sealedBytes.AsSpan(NonceSize, TagSize),
            Encoding.UTF8.GetBytes(place));
        return sealedBytes;
    }

    /// <summary>Gives back what was sealed for this place.</summary>
    public byte[] Unseal(string place, ReadOnlySpan<byte> sealedBytes)
    {
        var plain = new byte[sealedBytes.Length - NonceSize - TagSize];
        try
        {
            cipher.Decrypt(
                sealedBytes[..NonceSize], sealedBytes[(NonceSize + TagSize)..],
                sealedBytes.Slice(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(place));
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new InvalidDataException(
                $"Cannot read {place} from the store: it was sealed under another key, or changed. "
                + "Put back the key file that belongs to this store.", exception);
        }

        return plain;
    }

    /// <inheritdoc />
    public void Dispose() => cipher.Dispose();

    private static void Create(string keyPath)
    {
        // The key must be whole on disk before anything is sealed under it.
        var temporary = keyPath + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeySize));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, keyPath);
    }
}
