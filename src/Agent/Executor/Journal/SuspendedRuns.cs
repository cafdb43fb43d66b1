using System.Security.Cryptography;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Journal;

/// <summary>Runs that go on after a reboot. Their specs may hold secrets, so they are encrypted (AES-256-GCM) under a key
/// that only root of this node can read, and removed when the run goes on.</summary>
/// <param name="folder">Created, closed to all but its owner, when it is needed.</param>
internal sealed class SuspendedRuns(string folder)
{
    private const uint OwnerOnly = 0b110_000_000;
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly string keyFile = Path.Join(folder, "key");

    public void Save(RunRequest request)
    {
        Directory.CreateDirectory(
            folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var plain = request.ToByteArray();
        var file = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(file.AsSpan(0, NonceSize));
        using var cipher = new AesGcm(Key(), TagSize);
        cipher.Encrypt(
            file.AsSpan(0, NonceSize), plain, file.AsSpan(NonceSize + TagSize), file.AsSpan(NonceSize, TagSize));
        AtomicFile.Write(FileOf(request.RunId), file, OwnerOnly);
    }

    /// <summary>Runs that were suspended; each is told once, so that a run that dies after all is not begun again.</summary>
    public IReadOnlyList<RunRequest> Take()
    {
        List<RunRequest> runs = [];
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.suspended") : [])
        {
            if (Path.GetFileName(path)[0] != '.' && Read(path) is { } request)
            {
                runs.Add(request);
            }

            File.Delete(path);
        }

        if (runs.Count > 0)
        {
            Native.SyncFolder(folder);
        }

        return runs;
    }

    public void Forget(string runId) => File.Delete(FileOf(runId));

    /// <summary>Null: damaged, or of another node; the run is then told as interrupted.</summary>
    private RunRequest? Read(string path)
    {
        try
        {
            var file = File.ReadAllBytes(path);
            var plain = new byte[Math.Max(0, file.Length - NonceSize - TagSize)];
            using var cipher = new AesGcm(Key(), TagSize);
            cipher.Decrypt(
                file.AsSpan(0, NonceSize), file.AsSpan(NonceSize + TagSize), file.AsSpan(NonceSize, TagSize), plain);
            return RunRequest.Parser.ParseFrom(plain);
        }
        catch (Exception exception) when (exception is CryptographicException or InvalidProtocolBufferException
            or ArgumentException or IOException)
        {
            return null;
        }
    }

    private byte[] Key()
    {
        if (!File.Exists(keyFile))
        {
            AtomicFile.Write(keyFile, RandomNumberGenerator.GetBytes(KeySize), OwnerOnly);
        }

        return File.ReadAllBytes(keyFile);
    }

    private string FileOf(string runId) => Path.Join(folder, $"{runId}.suspended");
}
