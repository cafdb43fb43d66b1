using System.Security.Cryptography;

namespace MoodleNodeAgent.LocalCloud.Api.Objects;

/// <summary>The bytes of an object.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Md5">Base64 of their MD5, as OCI tells it.</param>
/// <param name="Open">Opens them for reading from their first byte.</param>
/// <param name="Discard">Frees them.</param>
internal sealed record StoredContent(long Length, string Md5, Func<Stream> Open, Action Discard);

/// <summary>A part of an object, or all of it.</summary>
/// <param name="Content">The object's bytes.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Count of bytes.</param>
internal sealed record ContentPart(StoredContent Content, long Offset, long Length);

/// <summary>Keeps the bytes of objects: in files of a folder, or in memory.</summary>
/// <param name="folder">Folder of the files; null: in memory, which takes objects up to 64 MiB.</param>
internal sealed class ContentStore(DirectoryInfo? folder)
{
    private const long MaximumMemoryBytes = 64L * 1024 * 1024;
    private const long MaximumFileBytes = 50L * 1024 * 1024 * 1024;
    private long _count;

    /// <summary>Takes the bytes of an upload.</summary>
    /// <exception cref="ApiError">413 when there are too many.</exception>
    public async Task<StoredContent> ReceiveAsync(Stream body, CancellationToken cancellation)
    {
        return folder is null ? await ToMemoryAsync(body, cancellation) : await ToFileAsync(body, cancellation);
    }

    /// <summary>The same bytes once more, with a life of their own.</summary>
    public StoredContent Copy(StoredContent content)
    {
        if (folder is null)
        {
            return content;
        }

        string path = NextPath();
        using (Stream from = content.Open())
        using (FileStream to = File.Create(path))
        {
            from.CopyTo(to);
        }

        return OfFile(path, content.Length, content.Md5);
    }

    /// <summary>Removes all files.</summary>
    public void Clear()
    {
        if (folder is { Exists: true })
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<StoredContent> ToMemoryAsync(Stream body, CancellationToken cancellation)
    {
        using var memory = new MemoryStream();
        string md5 = await CopyAsync(body, memory, MaximumMemoryBytes, cancellation);
        byte[] bytes = memory.ToArray();
        return new StoredContent(bytes.Length, md5, () => new MemoryStream(bytes, writable: false), () => { });
    }

    private async Task<StoredContent> ToFileAsync(Stream body, CancellationToken cancellation)
    {
        folder!.Create();
        string path = NextPath();
        try
        {
            await using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            string md5 = await CopyAsync(body, file, MaximumFileBytes, cancellation);
            return OfFile(path, file.Length, md5);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private string NextPath() => Path.Combine(folder!.FullName, $"{Interlocked.Increment(ref _count)}");

    private static StoredContent OfFile(string path, long length, string md5) =>
        new(length, md5, () => File.OpenRead(path), () => File.Delete(path));

    private static async Task<string> CopyAsync(
        Stream body, Stream target, long maximum, CancellationToken cancellation)
    {
        // OCI tells the MD5 of objects: it finds damage and protects nothing.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        byte[] part = new byte[64 * 1024];
        long total = 0;
        int count;
        while ((count = await body.ReadAsync(part, cancellation)) > 0)
        {
            total += count;
            if (total > maximum)
            {
                throw new ApiError(413, "RequestEntityTooLarge", $"The object has more than {maximum} bytes.");
            }

            hash.AppendData(part, 0, count);
            await target.WriteAsync(part.AsMemory(0, count), cancellation);
        }

        return Convert.ToBase64String(hash.GetHashAndReset());
    }
}
