using System.Security.Cryptography;
using System.Text;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Makes Oracle Cloud identifiers, ocid1.TYPE.oc1.[REGION].UNIQUE.</summary>
internal static class Ocid
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>A new identifier with 60 characters of chance.</summary>
    public static string Make(string type, string region) =>
        $"ocid1.{type}.oc1.{region}.{Unique(RandomNumberGenerator.GetBytes(48))}";

    /// <summary>The identifier of something that is always there: the same seed gives the same one.</summary>
    public static string Derive(string type, string region, string seed) =>
        $"ocid1.{type}.oc1.{region}.{Unique(SHA512.HashData(Encoding.UTF8.GetBytes($"{type}/{seed}")))}";

    private static string Unique(byte[] bytes) =>
        "aaaaaaaa" + string.Concat(bytes.Take(48).Select(value => Alphabet[value & 31])) + "q4aa";
}
