using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.Coordinator.Pki;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Who an agent is, by its certificate.</summary>
/// <param name="Node">Common name of the certificate.</param>
/// <param name="End">When the certificate ends.</param>
internal sealed record AgentIdentity(string Node, DateTimeOffset End)
{
    /// <summary>The identity; null: no certificate of the agents' intermediate, ended, or revoked.</summary>
    public static AgentIdentity? Of(X509Certificate2? certificate, Authority authority, Revocations revocations)
    {
        if (certificate is null
            || revocations.IsRevoked(certificate.SerialNumber)
            || !authority.IsAgent(certificate))
        {
            return null;
        }

        string node = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return NodeNames.IsValid(node) ? new AgentIdentity(node, certificate.NotAfter) : null;
    }
}
