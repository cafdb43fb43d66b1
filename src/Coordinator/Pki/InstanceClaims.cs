using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>What an instance's certificate says of it.</summary>
/// <param name="InstanceId">OCID of the instance.</param>
/// <param name="CompartmentId">OCID of its compartment; the tenancy's for the root compartment.</param>
/// <param name="TenancyId">OCID of its tenancy.</param>
internal sealed record InstanceClaims(string InstanceId, string CompartmentId, string TenancyId)
{
    private const string CommonName = "2.5.4.3";
    private const string OrganizationalUnit = "2.5.4.11";

    /// <summary>Reads the subject: the common name is the instance's OCID, and units are "name:value".</summary>
    /// <exception cref="InstanceIdentityException">It is not an instance's.</exception>
    public static InstanceClaims Of(X509Certificate2 certificate)
    {
        var claims = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string type, string value) in Parts(certificate))
        {
            // Sample: OU=opc-instance:ocid1.instance.oc1.eu-frankfurt-1.anthelj...
            int colon = value.IndexOf(':', StringComparison.Ordinal);
            string? name = type == CommonName ? CommonName
                : type == OrganizationalUnit && colon > 0 ? value[..colon]
                : null;
            if (name is not null && !claims.TryAdd(name, name == CommonName ? value : value[(colon + 1)..]))
            {
                throw new InstanceIdentityException($"the certificate's subject has {name} twice");
            }
        }

        if (Claim(claims, "opc-certtype") is var kind && kind != "instance")
        {
            throw new InstanceIdentityException($"the certificate is of the type {kind}, not of an instance");
        }

        var read = new InstanceClaims(
            Claim(claims, "opc-instance"), Claim(claims, "opc-compartment"), Claim(claims, "opc-tenant"));
        return Claim(claims, CommonName) == read.InstanceId
            ? read
            : throw new InstanceIdentityException("the certificate's common name is not its instance");
    }

    private static string Claim(Dictionary<string, string> claims, string name) =>
        claims.GetValueOrDefault(name) is { Length: > 0 } value
            ? value
            : throw new InstanceIdentityException($"the certificate's subject has no {name}");

    private static IEnumerable<(string Type, string Value)> Parts(X509Certificate2 certificate)
    {
        var parts = new List<(string, string)>();
        try
        {
            foreach (X500RelativeDistinguishedName name in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
            {
                if (name.HasMultipleElements)
                {
                    throw new InstanceIdentityException("the certificate's subject has two values in one place");
                }

                parts.Add((name.GetSingleElementType().Value ?? "", name.GetSingleElementValue() ?? ""));
            }
        }
        catch (Exception failure) when (failure is CryptographicException or AsnContentException
            or InvalidOperationException)
        {
            throw new InstanceIdentityException("the certificate's subject is not readable", failure);
        }

        return parts;
    }
}

/// <summary>A proof of identity that does not hold; the message completes "refused: ".</summary>
internal sealed class InstanceIdentityException(string message, Exception? inner = null) : Exception(message, inner);
