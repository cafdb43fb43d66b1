using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>The agent's certificate, its key and the intermediates.</summary>
internal sealed record LinkIdentity(X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    /// <summary>When half of the certificate's life is over.</summary>
    public DateTimeOffset RenewAt
    {
        get
        {
            var begin = new DateTimeOffset(Certificate.NotBefore.ToUniversalTime());
            var end = new DateTimeOffset(Certificate.NotAfter.ToUniversalTime());
            return begin + ((end - begin) / 2);
        }
    }

    public DateTimeOffset Ends => new(Certificate.NotAfter.ToUniversalTime());

    /// <summary>A key that never leaves this host, and the request for its certificate.</summary>
    public static (ECDsa Key, byte[] Request) NewRequest(string node)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={node}", key, HashAlgorithmName.SHA256);
        return (key, request.CreateSigningRequest());
    }

    /// <summary>The same, with the key in a file until the certificate is there.</summary>
    public static (ECDsa Key, byte[] Request) PendingRequest(string node, string file)
    {
        if (File.Exists(file))
        {
            var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(file));
            return (key, new CertificateRequest($"CN={node}", key, HashAlgorithmName.SHA256).CreateSigningRequest());
        }

        var made = NewRequest(node);
        AtomicFile.Write(
            file, System.Text.Encoding.ASCII.GetBytes(made.Key.ExportPkcs8PrivateKeyPem() + "\n"), 0b110_000_000);
        return made;
    }

    /// <summary>Joins the coordinator's answer with its key.</summary>
    public static LinkIdentity From(EnrolReply reply, ECDsa key)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(reply.Certificate.Span);
        var chain = new X509Certificate2Collection();
        foreach (var intermediate in reply.Chain)
        {
            chain.Add(X509CertificateLoader.LoadCertificate(intermediate.Span));
        }

        return new LinkIdentity(certificate.CopyWithPrivateKey(key), chain);
    }

    /// <summary>Reads the identity; null when there is none.</summary>
    public static LinkIdentity? Load(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var pem = File.ReadAllText(file);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(pem);
        var certificate = X509Certificate2.CreateFromPem(pem, pem);
        chain.RemoveAt(0);
        return new LinkIdentity(certificate, chain);
    }

    /// <summary>Writes key and certificates as one file, so that they never mix.</summary>
    public void Save(string file)
    {
        using var key = Certificate.GetECDsaPrivateKey()!;
        var parts = new List<string> { key.ExportPkcs8PrivateKeyPem(), Certificate.ExportCertificatePem() };
        parts.AddRange(Chain.Select(certificate => certificate.ExportCertificatePem()));
        AtomicFile.Write(file, System.Text.Encoding.ASCII.GetBytes(string.Join('\n', parts) + "\n"), 0b110_000_000);
    }
}
