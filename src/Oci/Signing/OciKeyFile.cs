using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MoodleNodeAgent.Oci.Signing;

/// <summary>Reads RSA keys in PEM form: PKCS#1 and PKCS#8, in the clear or encrypted, with text around them.</summary>
internal static class OciKeyFile
{
    public static RSA Read(string path, string? passPhrase)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OciConfigException($"Cannot read the key {path}: {e.Message} Correct key_file.", e);
        }

        bool encrypted = text.Contains("ENCRYPTED", StringComparison.Ordinal);
        if (encrypted && string.IsNullOrEmpty(passPhrase))
        {
            throw new OciConfigException($"The key {path} is encrypted. Give its pass_phrase in the profile.");
        }

        try
        {
            return Parse(text, passPhrase);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or FormatException)
        {
            string remedy = encrypted ? "Check pass_phrase." : "Give a private RSA key in PEM form.";
            throw new OciConfigException($"Cannot use the key {path}. {remedy}", e);
        }
    }

    public static RSA Parse(string pem, string? passPhrase)
    {
        RSA key = RSA.Create();
        try
        {
            if (pem.Contains("DEK-Info:", StringComparison.Ordinal))
            {
                key.ImportRSAPrivateKey(DecryptTraditional(pem, passPhrase ?? ""), out _);
            }
            else if (pem.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal))
            {
                key.ImportFromEncryptedPem(pem, passPhrase);
            }
            else
            {
                key.ImportFromPem(pem);
            }

            // A public key can be read as well, and would fail only with the first call.
            key.SignData([], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>MD5 of the public key in DER, as OCI's console shows it.</summary>
    public static string FingerprintOf(RSA key)
    {
#pragma warning disable CA5351 // OCI names keys by their MD5; nothing rests on its strength.
        byte[] hash = MD5.HashData(key.ExportSubjectPublicKeyInfo());
#pragma warning restore CA5351
        return string.Join(':', hash.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }

    // RFC 1421 headers inside the PEM, which .NET's PEM reader passes over:
    // Proc-Type: 4,ENCRYPTED
    // DEK-Info: AES-128-CBC,B1DEFA6B6AC4ECFE986D14C13724A355
    private static byte[] DecryptTraditional(string pem, string passPhrase)
    {
        string[] lines = pem.Split('\n', StringSplitOptions.TrimEntries);
        string header = lines.First(line => line.StartsWith("DEK-Info:", StringComparison.Ordinal));
        string[] info = header["DEK-Info:".Length..].Split(',', StringSplitOptions.TrimEntries);
        if (info.Length != 2 || info[1].Length != 32)
        {
            throw new CryptographicException("The line DEK-Info names no cipher and start value.");
        }

        int keySize = info[0] switch
        {
            "AES-128-CBC" => 16,
            "AES-192-CBC" => 24,
            "AES-256-CBC" => 32,
            _ => throw new CryptographicException($"The cipher {info[0]} is not known."),
        };
        byte[] iv = Convert.FromHexString(info[1]);
        byte[] cipherText = Convert.FromBase64String(string.Concat(lines
            .SkipWhile(line => !line.StartsWith("-----BEGIN RSA PRIVATE KEY", StringComparison.Ordinal))
            .SkipWhile(line => line.Length > 0)
            .TakeWhile(line => !line.StartsWith("-----END", StringComparison.Ordinal))));
        using Aes aes = Aes.Create();
        aes.Key = DeriveTraditional(Encoding.UTF8.GetBytes(passPhrase), iv.AsSpan(0, 8), keySize);
        return aes.DecryptCbc(cipherText, iv);
    }

    // OpenSSL's EVP_BytesToKey with MD5 and one round: the format leaves no choice.
    private static byte[] DeriveTraditional(byte[] passPhrase, ReadOnlySpan<byte> salt, int size)
    {
        List<byte> derived = [];
        byte[] block = [];
        while (derived.Count < size)
        {
#pragma warning disable CA5351
            block = MD5.HashData([.. block, .. passPhrase, .. salt]);
#pragma warning restore CA5351
            derived.AddRange(block);
        }

        return [.. derived.Take(size)];
    }
}
