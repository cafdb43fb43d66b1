using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Operators;

/// <summary>What one operator keeps of one site: a private key that never leaves this machine, and the card that the
/// coordinator issued. Default place: ~/.config/moodlectl/SITE.</summary>
internal sealed partial class OperatorFolder(string path)
{
    private static readonly CardContext Json = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    });

    /// <summary>File of the private key, PEM.</summary>
    public string KeyFile => Path.Combine(path, "key.pem");

    private string CardFile => Path.Combine(path, "operator.json");

    /// <summary>Whether a card was installed.</summary>
    public bool IsComplete => File.Exists(KeyFile) && File.Exists(CardFile);

    /// <summary>Sites of which this operator has a card.</summary>
    /// <param name="root">Folder of all sites.</param>
    public static IReadOnlyList<string> SitesOf(string root) => Directory.Exists(root)
        ?
        [
            .. Directory.EnumerateDirectories(root).Where(folder => new OperatorFolder(folder).IsComplete)
                .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal),
        ]
        : [];

    /// <summary>The certificate request, PKCS#10, of the key; a first call makes the key.</summary>
    public byte[] Request()
    {
        using var key = ReadOrMakeKey();
        return RequestOf(key);
    }

    /// <summary>Reads a card as the coordinator wrote it.</summary>
    /// <exception cref="CommandFailure">It is not readable.</exception>
    public static OperatorCard ReadCard(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), Json.OperatorCard)
                ?? throw new JsonException("it is empty");
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(
                ExitCode.Usage,
                $"Cannot read {file}: {failure.Message} It has to be what \"moodlectl operators add\" wrote.");
        }
    }

    /// <summary>Text of a card.</summary>
    public static string Write(OperatorCard card) => JsonSerializer.Serialize(card, Json.OperatorCard);

    /// <summary>Keeps the card.</summary>
    /// <exception cref="CommandFailure">It was issued for another key.</exception>
    public void Install(OperatorCard card)
    {
        if (!File.Exists(KeyFile))
        {
            throw new CommandFailure(
                ExitCode.Usage,
                $"There is no key in {path}. The card was made for a request of another machine; make one here with "
                + "\"moodlectl operators request\" and ask for a card for it.");
        }

        using var identity = card.Identity(File.ReadAllText(KeyFile))
            ?? throw new CommandFailure(
                ExitCode.Usage, $"The card is for another key than that in {path}. Ask for a card for the request made here.");
        Save(card);
    }

    /// <summary>The card with its key; renews it past half its life.</summary>
    /// <param name="clock">Now.</param>
    /// <param name="renew">Asks the coordinator; a failure leaves the old one.</param>
    public (OperatorCard Card, X509Certificate2 Identity) Open(
        TimeProvider clock, Func<OperatorCard, X509Certificate2, byte[], OperatorCard?> renew)
    {
        var card = ReadCard(CardFile);
        var key = File.ReadAllText(KeyFile);
        var identity = card.Identity(key)
            ?? throw new CommandFailure(ExitCode.Failed, $"{CardFile} does not fit {KeyFile}. Install the card again.");
        var now = clock.GetUtcNow().UtcDateTime;
        if (identity.NotAfter.ToUniversalTime() <= now)
        {
            var end = identity.NotAfter.ToUniversalTime();
            identity.Dispose();
            throw new CommandFailure(
                ExitCode.Failed,
                $"The certificate in {CardFile} ended at {end:u}. Ask an admin to run \"moodlectl operators add\" with your "
                + "request again.");
        }

        var half = identity.NotBefore + ((identity.NotAfter - identity.NotBefore) / 2);
        if (now < half.ToUniversalTime() || renew(card, identity, RequestOf(identity.GetECDsaPrivateKey()!)) is not { } renewed)
        {
            return (card, identity);
        }

        Save(renewed);
        identity.Dispose();
        return (renewed, renewed.Identity(key)!);
    }

    private static byte[] RequestOf(ECDsa key) =>
        new CertificateRequest("CN=operator", key, HashAlgorithmName.SHA256).CreateSigningRequest();

    private ECDsa ReadOrMakeKey()
    {
        if (File.Exists(KeyFile))
        {
            var present = ECDsa.Create();
            present.ImportFromPem(File.ReadAllText(KeyFile));
            return present;
        }

        Directory.CreateDirectory(path);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(KeyFile, options);
        file.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
        return key;
    }

    private void Save(OperatorCard card)
    {
        var draft = CardFile + ".new";
        File.WriteAllText(draft, Write(card) + "\n");
        File.Move(draft, CardFile, overwrite: true);
    }

    [JsonSerializable(typeof(OperatorCard))]
    private sealed partial class CardContext : JsonSerializerContext;
}

/// <summary>What an operator needs to reach a coordinator; nothing of it is secret.</summary>
internal sealed record OperatorCard
{
    public required string Name { get; init; }

    public required string Role { get; init; }

    /// <summary>HOST:PORT of the operators' listener.</summary>
    public required string Address { get; init; }

    /// <summary>Name in the coordinator's certificate.</summary>
    public required string ServerName { get; init; }

    /// <summary>PEM: the operator's certificate, then its intermediates.</summary>
    public required string Certificates { get; init; }

    /// <summary>PEM: the site's root.</summary>
    public required string Root { get; init; }

    /// <summary>The card of an answer.</summary>
    /// <param name="reply">The coordinator's.</param>
    /// <param name="address">HOST:PORT; null: the one in the answer.</param>
    public static OperatorCard Of(OperatorCertificate reply, string? address) => new()
    {
        Name = reply.Name,
        Role = reply.Role.ToString().ToLowerInvariant(),
        Address = address ?? reply.Address,
        ServerName = reply.ServerName,
        Certificates = string.Join('\n', new[] { reply.Certificate }.Concat(reply.Chain)
            .Select(one => PemEncoding.WriteString("CERTIFICATE", one.Span))),
        Root = PemEncoding.WriteString("CERTIFICATE", reply.Root.Span),
    };

    /// <summary>The certificate with its key; null: the key is another's.</summary>
    public X509Certificate2? Identity(string keyPem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(Certificates, keyPem);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
