using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>Makes archives, friendly and hostile ones.</summary>
internal static class Archives
{
    public static byte[] Tgz(params (string Name, string Content)[] files) => Tgz(
        [.. files.Select(file => new PaxTarEntry(TarEntryType.RegularFile, file.Name)
        {
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Content)),
        })]);

    public static byte[] Tgz(params TarEntry[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zipped = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var writer = new TarWriter(zipped))
        {
            foreach (var entry in entries)
            {
                writer.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }
}
