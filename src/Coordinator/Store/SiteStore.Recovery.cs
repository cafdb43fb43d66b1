using System.Text;
using MoodleNodeAgent.Coordinator.Pki;
using MoodleNodeAgent.Coordinator.Recovery;

namespace MoodleNodeAgent.Coordinator.Store;

public sealed partial class SiteStore
{
    private const string SiteKind = "deployment";

    /// <summary>Everything but what the cloud's tags give back: journal and steps.</summary>
    internal RecoveryContent Export(string site, DateTimeOffset now) => database.Atomically(() => new RecoveryContent
    {
        Site = site,
        Saved = now,
        StoreKey = File.ReadAllBytes(keyPath),
        Secrets = Secrets.Names.ToDictionary(name => name, name => Secrets.Find(name)!.Reveal()),
        Documents = [.. database.Query(
            "SELECT kind, id, encrypted FROM documents ORDER BY kind, id",
            row => (Kind: row.GetString(0), Id: row.GetString(1), IsEncrypted: row.GetBoolean(2)))
            .Select(row => new RecoveryDocument(
                row.Kind, row.Id, row.IsEncrypted, Documents.Get(row.Kind, row.Id)!))],
    });

    /// <summary>The site and its passwords alone, for a coordinator that keeps its own authority and its own operators.
    /// </summary>
    internal RecoveryContent ExportSite(string site, DateTimeOffset now)
    {
        var all = Export(site, now);
        return all with { StoreKey = [], Documents = [.. all.Documents.Where(document => document.Kind == SiteKind)] };
    }

    /// <summary>Takes over what an export gave; what this store made for itself at its start gives way.</summary>
    /// <exception cref="RecoveryException">The store has a site already.</exception>
    internal void Restore(RecoveryContent content)
    {
        if (content.Site is null)
        {
            throw new RecoveryException("This bundle names no site: take another copy of it.");
        }

        if (Documents.List(SiteKind).Count > 0)
        {
            throw new RecoveryException(
                "This coordinator has a site already. Restore into an empty one: start it with another state folder.");
        }

        database.Atomically(() =>
        {
            if (content.Documents.Any(document => document.Kind == AuthorityStore.Kind))
            {
                database.Execute("DELETE FROM documents");
            }

            database.Execute("DELETE FROM secrets");
            foreach (var (name, value) in content.Secrets)
            {
                database.Execute(
                    "INSERT INTO secrets VALUES ($name, $value)",
                    ("$name", name), ("$value", vault.Seal("secret:" + name, Encoding.UTF8.GetBytes(value))));
            }

            foreach (var document in content.Documents)
            {
                if (document.IsEncrypted)
                {
                    Documents.PutEncrypted(document.Kind, document.Id, document.Content);
                }
                else
                {
                    Documents.Put(document.Kind, document.Id, document.Content);
                }
            }

            // Agents refuse a lower epoch than one that they have seen, also in the checks of a plan.
            var now = time.GetUtcNow();
            return database.Execute(
                "INSERT OR REPLACE INTO leases VALUES ($site, $epoch, '', $now)",
                ("$site", content.Site), ("$epoch", now.ToUnixTimeSeconds()), ("$now", Store.Journal.Format(now)));
        });
    }
}
