using System.Net;

namespace MoodleNodeAgent.Oci;

/// <summary>Reads the body of an answer up to a cap: a service gone mad must not fill the memory.</summary>
internal static class OciAnswer
{
    /// <summary>The body; null when it is longer than the cap. The length that the headers tell does not count: that of an
    /// answer to HEAD is the length of what GET would bring.</summary>
    public static async Task<byte[]?> ReadAsync(
        HttpResponseMessage answer, int cap, CancellationToken cancellationToken)
    {
        using Stream source = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using MemoryStream body = new();
        byte[] chunk = new byte[16384];
        int count;
        while ((count = await source.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (body.Length + count > cap)
            {
                return null;
            }

            body.Write(chunk, 0, count);
        }

        return body.ToArray();
    }

    public static Dictionary<string, string> HeadersOf(HttpResponseMessage answer) => answer.Headers
        .Concat(answer.Content.Headers)
        .GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => string.Join(',', group.SelectMany(header => header.Value)),
            StringComparer.OrdinalIgnoreCase);

    public static bool IsSuccess(HttpStatusCode status) => (int)status is >= 200 and < 300;
}
