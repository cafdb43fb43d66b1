using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Benchmarks.Agents;

/// <summary>A coordinator's state folder with an authority, and a file with the certificates of N agents. All agents
/// share one key, so that making them takes seconds; each has a certificate of its own.</summary>
internal static class Prepared
{
    /// <summary>Makes both.</summary>
    public static void Write(string state, string agents, int count)
    {
        using SiteStore store = SiteStore.Open(state, TimeProvider.System);
        using Authority authority = AuthorityStore.LoadOrCreate(store.Documents, TimeProvider.System);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] request = new CertificateRequest("CN=agent", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        using var file = new StreamWriter(agents);
        file.WriteLine(Convert.ToBase64String(key.ExportPkcs8PrivateKey()));
        file.WriteLine(Convert.ToBase64String(authority.Root.RawData));
        file.WriteLine(Convert.ToBase64String(authority.Agents.RawData));
        for (int number = 1; number <= count; number++)
        {
            file.WriteLine(Convert.ToBase64String(authority.IssueAgent($"node-{number}", request).Certificate));
        }
    }
}
