using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>ca.pem: the roots of the site's authority. After a rotation the link brings new ones. The link is not believed: a
/// root that is new here has to be certified by one that is trusted already.</summary>
internal sealed class TrustedRootsFile(string file, ILogger log)
{
    private const uint Readable = 0b110_100_100;
    private const int LongestCertificate = 16 * 1024;
    private const int MostRoots = 4;

    /// <summary>Writes the roots that count; what is malformed or not certified changes nothing.</summary>
    public void Take(TrustedRoots message)
    {
        try
        {
            Write(message);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            log.Warning("Cannot take the authority's new root: {Reason}", exception.Message);
        }
    }

    private void Write(TrustedRoots message)
    {
        if (message.Roots.Count is 0 or > MostRoots
            || message.Roots.Append(message.Cross).Any(one => one.Length is 0 or > LongestCertificate))
        {
            throw new CryptographicException("there are no roots, or too many or too long ones");
        }

        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(file);
        using var cross = X509CertificateLoader.LoadCertificate(message.Cross.Span);
        var isCertified = IsCertified(cross, trusted);
        var wanted = message.Roots.Select(root => X509CertificateLoader.LoadCertificate(root.Span)).ToList();
        foreach (var root in wanted)
        {
            if (!trusted.Contains(root) && !(isCertified && IsSameKey(root, cross)))
            {
                throw new CryptographicException($"{root.Subject} is not certified by a root that this node trusts");
            }
        }

        var text = string.Join('\n', wanted.Select(root => root.ExportCertificatePem())) + "\n";
        if (text != File.ReadAllText(file))
        {
            AtomicFile.Write(file, Encoding.ASCII.GetBytes(text), Readable);
            log.Information("The node trusts {Roots} now", string.Join(", ", wanted.Select(root => root.Subject)));
        }
    }

    // By the signature and the extensions; its time is the time of the roots, and the clock here may be far off.
    private static bool IsCertified(X509Certificate2 cross, X509Certificate2Collection trusted)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return cross.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority)
            && chain.Build(cross)
            && chain.ChainElements.Count == 2
            && trusted.Contains(chain.ChainElements[1].Certificate);
    }

    private static bool IsSameKey(X509Certificate2 root, X509Certificate2 cross) =>
        root.SubjectName.RawData.AsSpan().SequenceEqual(cross.SubjectName.RawData)
        && root.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(cross.PublicKey.ExportSubjectPublicKeyInfo());
}
