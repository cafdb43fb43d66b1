using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Release archives on disk, each under its own SHA-256.</summary>
internal sealed partial class ArtifactFolder
{
    private readonly string _path;

    public ArtifactFolder(string path)
    {
        _path = path;
        Directory.CreateDirectory(path);
        // What an interrupted upload left; nobody else writes here.
        foreach (string partial in Directory.EnumerateFiles(path, "*.partial"))
        {
            File.Delete(partial);
        }
    }

    /// <summary>Whether the text is a SHA-256: 64 lower-case hex digits. Anything else never becomes a path.</summary>
    public static bool IsSha256(string text) => Sha256Pattern().IsMatch(text);

    /// <summary>Size in bytes; null: not here.</summary>
    public long? SizeOf(string sha256) =>
        IsSha256(sha256) && new FileInfo(PathOf(sha256)) is { Exists: true } file ? file.Length : null;

    /// <summary>The content; null: not here.</summary>
    public FileStream? OpenRead(string sha256)
    {
        try
        {
            return IsSha256(sha256)
                ? new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, 0, useAsync: true)
                : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Begins a new artifact; it is visible once it is committed.</summary>
    public ArtifactWriter Create(string sha256, long size) =>
        IsSha256(sha256) && size >= 0
            ? new ArtifactWriter(PathOf(sha256), Path.Combine(_path, $"{sha256}.{Guid.NewGuid():N}.partial"), sha256, size)
            : throw new InvalidDataException("The artifact's header needs a SHA-256 in lower-case hex and a size.");

    private string PathOf(string sha256) => Path.Combine(_path, sha256);

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sha256Pattern();
}

/// <summary>An artifact on its way in: hashed and counted while it is written.</summary>
internal sealed class ArtifactWriter : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _partialPath;
    private readonly string _sha256;
    private readonly long _size;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public ArtifactWriter(string path, string partialPath, string sha256, long size)
    {
        _path = path;
        _partialPath = partialPath;
        _sha256 = sha256;
        _size = size;
        _file = new FileStream(partialPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, useAsync: true);
    }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="InvalidDataException">More than the header said.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (_file.Position + content.Length > _size)
        {
            throw new InvalidDataException($"Artifact {_sha256} is longer than the {_size} bytes that were announced.");
        }

        _hash.AppendData(content.Span);
        await _file.WriteAsync(content, cancellation);
    }

    /// <summary>Checks size and hash, and makes the artifact visible.</summary>
    /// <exception cref="InvalidDataException">Size or hash are not what was announced.</exception>
    public void Commit()
    {
        if (_file.Position != _size)
        {
            throw new InvalidDataException(
                $"Artifact {_sha256} ended after {_file.Position} of {_size} bytes. Send it again.");
        }

        string actual = Convert.ToHexStringLower(_hash.GetHashAndReset());
        if (actual != _sha256)
        {
            throw new InvalidDataException(
                $"The content has SHA-256 {actual}, announced was {_sha256}. The file changed on its way; send it again.");
        }

        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_partialPath, _path, overwrite: true);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _hash.Dispose();
        File.Delete(_partialPath);
    }
}
