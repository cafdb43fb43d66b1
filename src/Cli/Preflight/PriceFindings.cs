using System.Globalization;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Sites.Prices;

namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>The price a month against the site file's budget.</summary>
internal static class PriceFindings
{
    public static Finding Of(Site site)
    {
        var table = PriceTable.Read();
        var total = SitePrice.Of(site, table).Sum(step => step.Monthly);
        var text = $"{Dollars(total)} a month at list prices of {table.AsOf:yyyy-MM-dd}, without traffic and backups";
        return site.Budget switch
        {
            null => new Finding("price", Verdict.Ok, text),
            { } budget when total <= budget => new Finding("price", Verdict.Ok, $"{text}; budget {Dollars(budget)}"),
            { } budget => new Finding(
                "price", Verdict.Failed, $"{text}: {Dollars(total - budget)} above the budget of {Dollars(budget)}",
                "Use smaller shapes or less replicas, or raise budget in the site file."),
        };
    }

    public static string Dollars(double amount) =>
        amount.ToString("0.00", CultureInfo.InvariantCulture) + " USD";
}
