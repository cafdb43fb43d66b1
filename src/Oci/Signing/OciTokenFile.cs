using MoodleNodeAgent.Oci.InstancePrincipals;

namespace MoodleNodeAgent.Oci.Signing;

/// <summary>Reads a token that another tool wrote.</summary>
internal static class OciTokenFile
{
    public static string Read(string path, string remedy)
    {
        string token;
        try
        {
            token = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OciConfigException($"Cannot read the token {path}: {e.Message} {remedy}", e);
        }

        // It becomes part of a header, where a quote or a line break would begin something else.
        return SecurityToken.IsWellFormed(token)
            ? token
            : throw new OciConfigException($"Cannot use the token {path}: it is not one token. {remedy}");
    }
}
