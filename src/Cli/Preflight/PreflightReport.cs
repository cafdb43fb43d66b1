using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Sites.Prices;
using MoodleNodeAgent.Sites.Rights;

namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>The findings with policies and prices, as text and as JSON.</summary>
internal sealed class PreflightReport(
    Site site, string tenancy, string group, IReadOnlyList<Finding> findings, double seconds)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        // Read by programs and people, never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly IReadOnlyList<string> policies =
        SitePolicies.ForOperators(site.Cloud.Compartment ?? tenancy, group, site.Database.Replicas);

    private readonly IReadOnlyList<string> controlPolicies = SitePolicies.ForControlHost(
        site.Cloud.Compartment ?? tenancy, $"{site.Name}-control", site.Database.Replicas);

    public bool HasFailures => findings.Any(finding => finding.Verdict == Verdict.Failed);

    public void WriteText(TextWriter output)
    {
        TextTable.Write(output, "", [.. findings.Select(finding => (IReadOnlyList<string>)
        [
            Word(finding.Verdict), finding.Check, finding.Text,
        ])]);
        WriteRemedies(output);
        output.WriteLine();
        output.WriteLine("Policies for the tenancy's administrator:");
        foreach (var policy in policies.Concat(controlPolicies))
        {
            output.WriteLine("  " + policy);
        }

        var table = PriceTable.Read();
        var prices = SitePrice.Of(site, table);
        output.WriteLine();
        output.WriteLine($"Price a month, list prices of {table.AsOf:yyyy-MM-dd}:");
        TextTable.Write(output, "  ", [.. prices
            .Select(step => (IReadOnlyList<string>)[step.Step, PriceFindings.Dollars(step.Monthly), step.Basis])
            .Append(["together", PriceFindings.Dollars(prices.Sum(step => step.Monthly)), ""])]);
        if (table.Unchecked.Count > 0)
        {
            output.WriteLine(
                $"  Not compared with Oracle's price list: {string.Join(", ", table.Unchecked)}.");
        }

        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(HasFailures ? "An apply would fail." : "Ready for an apply.")} Looked for {seconds:0.0} s; nothing was changed."));
    }

    public string ToJson()
    {
        var table = PriceTable.Read();
        var prices = SitePrice.Of(site, table);
        return new JsonObject
        {
            ["ready"] = !HasFailures,
            ["seconds"] = Math.Round(seconds, 2),
            ["checks"] = List(findings.Select(finding => new JsonObject
            {
                ["check"] = finding.Check,
                ["verdict"] = Word(finding.Verdict),
                ["text"] = finding.Text,
                ["remedy"] = finding.Remedy,
            })),
            ["policies"] = List(policies.Concat(controlPolicies)),
            ["price"] = new JsonObject
            {
                ["currency"] = "USD",
                ["as_of"] = table.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["monthly"] = Math.Round(prices.Sum(step => step.Monthly), 2),
                ["budget"] = site.Budget,
                ["steps"] = List(prices.Select(step => new JsonObject
                {
                    ["step"] = step.Step,
                    ["monthly"] = Math.Round(step.Monthly, 2),
                    ["basis"] = step.Basis,
                })),
                ["unchecked"] = List(table.Unchecked),
            },
        }.ToJsonString(Format);
    }

    private void WriteRemedies(TextWriter output)
    {
        foreach (var remedy in findings.Where(finding => finding.Remedy.Length > 0 && finding.Verdict != Verdict.Ok)
            .GroupBy(finding => (finding.Check, finding.Remedy)).Select(group => group.Key))
        {
            output.WriteLine($"{remedy.Check}: {remedy.Remedy}");
        }
    }

    private static JsonArray List(IEnumerable<JsonNode?> items) => new([.. items]);

    private static JsonArray List(IEnumerable<string> items) => new([.. items]);

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warning => "warning",
        Verdict.Unknown => "unknown",
        _ => "failed",
    };
}
