using System.Security.Cryptography;
using System.Text;

namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>Secrets in the store: made once, committed before anybody sees them.</summary>
internal sealed class SecretStore(Database database, Vault vault) : ISecretStore
{
    // MySQL HeatWave asks for 8 to 32 characters with all four kinds; these specials need no quoting anywhere.
    private const int Length = 28;
    private const string Lower = "abcdefghijkmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string Digits = "23456789";
    private const string Special = "-_.";

    public IReadOnlyList<string> Names =>
        database.Query("SELECT name FROM secrets ORDER BY name", row => row.GetString(0));

    public Secret? Find(string name) =>
        database.Find(
            "SELECT value FROM secrets WHERE name = $name",
            row => new Secret(Encoding.UTF8.GetString(vault.Unseal(Place(name), row.GetFieldValue<byte[]>(0)))),
            ("$name", name));

    public Secret GetOrCreate(string name)
    {
        if (Find(name) is { } known)
        {
            return known;
        }

        var value = Generate();
        database.Execute(
            "INSERT OR IGNORE INTO secrets VALUES ($name, $value)",
            ("$name", name), ("$value", vault.Seal(Place(name), Encoding.UTF8.GetBytes(value))));

        // Read back: of two callers at the same time the first one's value stands.
        return Find(name)!;
    }

    public void Put(string name, Secret value) =>
        database.Execute(
            "INSERT OR REPLACE INTO secrets VALUES ($name, $value)",
            ("$name", name), ("$value", vault.Seal(Place(name), Encoding.UTF8.GetBytes(value.Reveal()))));

    internal static string Generate()
    {
        // The first character is a letter, so that no tool takes the password for an option.
        var rest = new char[Length - 1];
        RandomNumberGenerator.GetItems(Lower + Upper + Digits + Special, rest);
        rest[0] = Pick(Lower);
        rest[1] = Pick(Upper);
        rest[2] = Pick(Digits);
        rest[3] = Pick(Special);
        RandomNumberGenerator.Shuffle(rest.AsSpan());
        return Pick(Lower + Upper) + new string(rest);
    }

    private static char Pick(string alphabet) => alphabet[RandomNumberGenerator.GetInt32(alphabet.Length)];

    private static string Place(string name) => "secret:" + name;
}
