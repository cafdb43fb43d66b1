using System.Security.Cryptography;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Api.Signing;

namespace MoodleNodeAgent.LocalCloud.Commands;

/// <summary>The one API key of the local cloud, and the configuration file of OCI clients that names it.</summary>
internal static class Credentials
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads STATE/oci/config, or makes it with a new key: both files mode 0600.</summary>
    public static AccessKey ReadOrCreate(DirectoryInfo state, string region)
    {
        string folder = Path.Combine(state.FullName, "oci");
        string config = Path.Combine(folder, "config");
        string keyFile = Path.Combine(folder, "api_key.pem");
        var key = RSA.Create(2048);
        if (File.Exists(config) && File.Exists(keyFile))
        {
            key.ImportFromPem(File.ReadAllText(keyFile));
            Dictionary<string, string> lines = File.ReadLines(config)
                .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
                .Where(parts => parts.Length == 2)
                .ToDictionary(parts => parts[0], parts => parts[1]);
            return new AccessKey(lines["tenancy"], lines["user"], key);
        }

        var made = new AccessKey(Ocid.Make("tenancy", ""), Ocid.Make("user", ""), key);
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        Write(keyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        Write(config, $"""
            [DEFAULT]
            user={made.UserId}
            fingerprint={AccessKey.Fingerprint(key)}
            tenancy={made.TenancyId}
            region={region}
            key_file={keyFile}

            """);
        return made;
    }

    private static void Write(string path, string text)
    {
        string draft = path + ".new";
        File.Delete(draft);
        using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly,
        }))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(text);
        }

        File.Move(draft, path, overwrite: true);
    }
}
