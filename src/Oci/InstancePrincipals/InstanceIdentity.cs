using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.Oci.Signing;

namespace MoodleNodeAgent.Oci.InstancePrincipals;

/// <summary>The certificate by which an instance shows who it is, with its key and who issued it.</summary>
internal sealed class InstanceIdentity : IDisposable
{
    private const string OrganizationalUnit = "2.5.4.11";

    private InstanceIdentity(byte[] certificate, IReadOnlyList<byte[]> intermediates, RSA key, string tenancy)
    {
        Certificate = certificate;
        Intermediates = intermediates;
        Key = key;
        Tenancy = tenancy;
    }

    public byte[] Certificate { get; }

    public IReadOnlyList<byte[]> Intermediates { get; }

    public RSA Key { get; }

    public string Tenancy { get; }

    /// <summary>The name under which the auth service knows the key.</summary>
    public string KeyId => $"{Tenancy}/fed-x509/{Fingerprint()}";

    public static InstanceIdentity Read(string certificate, string key, string intermediates)
    {
        RSA? rsa = null;
        try
        {
            byte[] leaf = PemText.Blocks(certificate).First();
            List<byte[]> issuers = [.. PemText.Blocks(intermediates)];
            using X509Certificate2 parsed = X509CertificateLoader.LoadCertificate(leaf);
            rsa = OciKeyFile.Parse(key, passPhrase: null);
            return new InstanceIdentity(leaf, issuers, rsa, TenancyOf(parsed));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException
            or InvalidOperationException)
        {
            rsa?.Dispose();
            // The parsers' own messages may quote what they read, and one of the three texts is a private key.
            throw new InstanceMetadataException("The metadata service tells no usable certificate and key of this "
                + "machine. Try again when the platform has renewed them, within the hour.");
        }
    }

    public void Dispose() => Key.Dispose();

    // Subject units look like opc-tenant:ocid1.tenancy.oc1..aaaa; their order is not fixed.
    private static string TenancyOf(X509Certificate2 certificate)
    {
        List<string[]> units = [.. certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == OrganizationalUnit)
            .Select(name => (name.GetSingleElementValue() ?? "").Split(':', 2))
            .Where(unit => unit.Length == 2)];
        return ValueOf("opc-tenant") ?? ValueOf("opc-identity")
            ?? throw new FormatException("The certificate names no tenancy.");

        string? ValueOf(string name) => units.Find(unit => unit[0] == name)?[1];
    }

    private string Fingerprint()
    {
#pragma warning disable CA5350 // OCI names certificates by their SHA-1; nothing rests on its strength.
        byte[] hash = SHA1.HashData(Certificate);
#pragma warning restore CA5350
        return string.Join(':', hash.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
