using System.Security.Cryptography;

namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>Files that may hold secrets: encrypted (AES-256-GCM) under a key that only root of this node can read.
/// </summary>
/// <param name="folder">Created, closed to all but its owner, when it is needed.</param>
internal sealed class SealedFolder(string folder)
{
    private const uint OwnerOnly = 0b110_000_000;
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly string keyFile = Path.Join(folder, "key");

    /// <summary>Writes or replaces a file; it survives a power cut when this returns.</summary>
    public void Write(string name, ReadOnlySpan<byte> plain)
    {
        Directory.CreateDirectory(
            folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var file = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(file.AsSpan(0, NonceSize));
        using var cipher = new AesGcm(Key(), TagSize);
        cipher.Encrypt(
            file.AsSpan(0, NonceSize), plain, file.AsSpan(NonceSize + TagSize), file.AsSpan(NonceSize, TagSize));
        AtomicFile.Write(Path.Join(folder, name), file, OwnerOnly);
    }

    /// <summary>Paths of the files whose name ends so.</summary>
    public IReadOnlyList<string> Files(string ending) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*" + ending).Where(path => Path.GetFileName(path)[0] != '.').Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Content of one of the files; null: damaged, or of another node.</summary>
    public byte[]? Read(string path)
    {
        try
        {
            var file = File.ReadAllBytes(path);
            var plain = new byte[Math.Max(0, file.Length - NonceSize - TagSize)];
            using var cipher = new AesGcm(Key(), TagSize);
            cipher.Decrypt(
                file.AsSpan(0, NonceSize), file.AsSpan(NonceSize + TagSize), file.AsSpan(NonceSize, TagSize), plain);
            return plain;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException)
        {
            return null;
        }
    }

    public void Remove(string name) => File.Delete(Path.Join(folder, name));

    /// <summary>Makes removals survive a power cut.</summary>
    public void Sync() => Native.SyncFolder(folder);

    private byte[] Key()
    {
        if (!File.Exists(keyFile))
        {
            AtomicFile.Write(keyFile, RandomNumberGenerator.GetBytes(KeySize), OwnerOnly);
        }

        return File.ReadAllBytes(keyFile);
    }
}
