using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>The certificate authority of one DB system, self-signed as MySQL's own; it lives beside the data.</summary>
internal sealed class DatabaseAuthority(string directory, TimeProvider time)
{
    private const int ValidYears = 10;
    private readonly Lock _gate = new();

    private string CertificatePath => Path.Combine(directory, "ca.pem");

    private string KeyPath => Path.Combine(directory, "ca-key.pem");

    /// <summary>Writes ca.pem, cert.pem and key.pem for a server that is reached at these addresses.</summary>
    public void Issue(string serverDirectory, IEnumerable<string> addresses)
    {
        using X509Certificate2 authority = Load();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=database", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (string address in addresses.Distinct(StringComparer.Ordinal))
        {
            names.AddIpAddress(IPAddress.Parse(address));
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using X509Certificate2 certificate = request.Create(
            authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(12));
        Write(Path.Combine(serverDirectory, "ca.pem"), authority.ExportCertificatePem());
        Write(Path.Combine(serverDirectory, "cert.pem"), certificate.ExportCertificatePem());
        Write(Path.Combine(serverDirectory, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private static void Write(string path, string text)
    {
        PrivateFile.Write(path, text);
        Posix.GiveTo(path, DatabaseTemplate.UserId, DatabaseTemplate.UserId);
    }

    private X509Certificate2 Load()
    {
        lock (_gate)
        {
            if (!File.Exists(CertificatePath))
            {
                using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                var request = new CertificateRequest("CN=database authority", key, HashAlgorithmName.SHA256);
                request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
                DateTimeOffset now = time.GetUtcNow();
                using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(ValidYears));
                PrivateFile.Write(KeyPath, key.ExportPkcs8PrivateKeyPem());
                PrivateFile.Write(CertificatePath, made.ExportCertificatePem());
            }

            return X509Certificate2.CreateFromPemFile(CertificatePath, KeyPath);
        }
    }
}
