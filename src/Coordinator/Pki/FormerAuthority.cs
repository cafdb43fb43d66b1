using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace MoodleNodeAgent.Coordinator.Pki;

/// <summary>The authority before the last rotation: certificates only, since its keys were forgotten then.</summary>
/// <param name="Root">Root certificate.</param>
/// <param name="Agents">Intermediate that signed agents.</param>
/// <param name="Operators">Intermediate that signed operators.</param>
/// <param name="Cross">The present root's key, certified by this root: who trusts only this one takes the present one.</param>
/// <param name="LastEnd">Its certificates end by then, the present authority's after it.</param>
/// <param name="IsTrusted">Whether its certificates still count.</param>
internal sealed record FormerAuthority(
    X509Certificate2 Root, X509Certificate2 Agents, X509Certificate2 Operators, X509Certificate2 Cross,
    DateTimeOffset LastEnd, bool IsTrusted) : IDisposable
{
    /// <summary>Parts of the stored form.</summary>
    public const int Parts = 6;

    /// <summary>Text parts, for the store.</summary>
    public IEnumerable<string> Export() =>
    [
        .. new[] { Root, Agents, Operators, Cross }.Select(one => one.ExportCertificatePem()),
        LastEnd.ToString("O", CultureInfo.InvariantCulture), IsTrusted ? "trusted" : "retired",
    ];

    /// <summary>Reads what Export wrote.</summary>
    public static FormerAuthority Import(IReadOnlyList<string> parts) => new(
        X509Certificate2.CreateFromPem(parts[0]), X509Certificate2.CreateFromPem(parts[1]),
        X509Certificate2.CreateFromPem(parts[2]), X509Certificate2.CreateFromPem(parts[3]),
        DateTimeOffset.Parse(parts[4], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), parts[5] == "trusted");

    /// <inheritdoc />
    public void Dispose()
    {
        Root.Dispose();
        Agents.Dispose();
        Operators.Dispose();
        Cross.Dispose();
    }
}
