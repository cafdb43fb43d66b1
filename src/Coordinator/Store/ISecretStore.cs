namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>Generated passwords by name; encrypted at rest.</summary>
public interface ISecretStore
{
    /// <summary>The secret of this name; made and committed first when there is none.</summary>
    Secret GetOrCreate(string name);

    /// <summary>The secret of this name; null: never made.</summary>
    Secret? Find(string name);

    /// <summary>Takes a secret that was made elsewhere, in the place of one of this name.</summary>
    void Put(string name, Secret value);

    /// <summary>Names of all secrets, sorted.</summary>
    IReadOnlyList<string> Names { get; }
}

/// <summary>Names of the secrets of a site.</summary>
public static class SecretNames
{
    /// <summary>Password of the product's administrator.</summary>
    public const string AppAdmin = "app/admin";

    /// <summary>Key from which the product's own keys and salts are made.</summary>
    public const string AppKey = "app/key";

    /// <summary>Password of the DB system's administrator.</summary>
    public const string DatabaseAdmin = "database/admin";

    /// <summary>Password of the product's database user.</summary>
    public const string DatabaseApp = "database/app";
}
