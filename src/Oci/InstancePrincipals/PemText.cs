namespace MoodleNodeAgent.Oci.InstancePrincipals;

/// <summary>Certificates as text, with or without PEM's armour, with or without line breaks.</summary>
internal static class PemText
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    /// <summary>The DER of every certificate in the text.</summary>
    public static IEnumerable<byte[]> Blocks(string text) => text
        .Split(Begin, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(block => block.Split(End)[0])
        .Select(base64 => Convert.FromBase64String(string.Concat(base64.Where(c => !char.IsWhiteSpace(c)))));
}
