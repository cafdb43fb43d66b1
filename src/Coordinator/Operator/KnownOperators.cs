using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>Who may operate the site from another machine, with which role. A change of role counts at once: the
/// certificate tells the name only.</summary>
internal sealed partial class KnownOperators(
    IDocumentStore documents, Authority authority, Revocations revocations, TimeProvider time)
{
    private const string Kind = "operators";

    /// <summary>All, by name.</summary>
    public IReadOnlyList<(string Name, OperatorRole Role, DateTimeOffset End)> All =>
    [
        .. documents.List(Kind).Select(name => (
            name, RoleOf(name)!.Value,
            revocations.Unexpired(HolderOf(name)).Values.DefaultIfEmpty(time.GetUtcNow()).Max())),
    ];

    /// <summary>The role; null: nobody of this name may in.</summary>
    public OperatorRole? RoleOf(string name) =>
        documents.Get(Kind, name) is { } stored ? JsonSerializer.Deserialize<OperatorRole>(stored) : null;

    /// <summary>The role of whoever shows this certificate, which the handshake has checked; a connection may outlive
    /// it.</summary>
    public OperatorRole RoleOf(X509Certificate2 certificate) =>
        revocations.IsRevoked(certificate.SerialNumber) || certificate.NotAfter.ToUniversalTime() < time.GetUtcNow().UtcDateTime
            ? OperatorRole.Unspecified
            : RoleOf(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)) ?? OperatorRole.Unspecified;

    /// <summary>Lets somebody in, or changes their role; earlier certificates no longer count.</summary>
    /// <exception cref="ArgumentException">The name cannot be, or there is no such role.</exception>
    /// <exception cref="CertificateRequestException">The request is malformed or not signed by its own key.</exception>
    public IssuedCertificate Add(string name, OperatorRole role, ReadOnlySpan<byte> certificateRequest)
    {
        if (!Name().IsMatch(name))
        {
            throw new ArgumentException(
                $"\"{name}\" cannot be an operator's name. Use 1 to 64 lower-case letters, digits, '.', '-', '_' and '@'.");
        }

        if (role is not (OperatorRole.Viewer or OperatorRole.Operator or OperatorRole.Admin))
        {
            throw new ArgumentException("There is no such role. Use viewer, operator or admin.");
        }

        IssuedCertificate issued = authority.IssueOperator(name, certificateRequest);
        revocations.RevokeNode(HolderOf(name));
        revocations.Record(HolderOf(name), issued);
        documents.Put(Kind, name, JsonSerializer.SerializeToUtf8Bytes(role));
        return issued;
    }

    /// <summary>A new certificate for somebody who is in.</summary>
    public IssuedCertificate Renew(string name, ReadOnlySpan<byte> certificateRequest)
    {
        IssuedCertificate issued = authority.IssueOperator(name, certificateRequest);
        revocations.Record(HolderOf(name), issued);
        return issued;
    }

    /// <summary>Shuts somebody out.</summary>
    /// <returns>False: there was nobody of this name.</returns>
    public bool Remove(string name)
    {
        revocations.RevokeNode(HolderOf(name));
        return documents.Remove(Kind, name);
    }

    // A node cannot be called so: the two kinds of holders never meet.
    private static string HolderOf(string name) => $"operator:{name}";

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._@-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
