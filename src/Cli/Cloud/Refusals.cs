using System.Globalization;
using System.Net;
using MoodleNodeAgent.Oci;

namespace MoodleNodeAgent.Cli.Cloud;

/// <summary>Says in an operator's words why the cloud refused a call.</summary>
internal static class Refusals
{
    /// <summary>Clocks may differ by five minutes.</summary>
    private static readonly TimeSpan AllowedLead = TimeSpan.FromMinutes(5);

    /// <summary>What is wrong, and the remedy.</summary>
    public static async Task<string> ExplainAsync(
        Account account, OciException refusal, string what, CancellationToken cancellation)
    {
        if (refusal.Status == HttpStatusCode.Unauthorized)
        {
            return await account.ReadClockLeadAsync(cancellation) is { } lead && lead.Duration() > AllowedLead
                ? ClockText(lead)
                : CredentialText(account, refusal);
        }

        if (refusal.Status == 0)
        {
            return $"Cannot reach the region {account.Region}: {refusal.ServiceMessage} Check the region's name (--region, "
                + $"or region= of profile {account.Profile} in {account.ConfigFile}), the network and the proxy.";
        }

        return refusal.IsNotFound
            ? $"{refusal.Operation}: {what} is not there, or profile {account.Profile} has no right to see it "
                + $"({refusal.Code}, opc-request-id {refusal.RequestId}). 'moodlectl preflight' prints the policies that an "
                + "administrator has to make."
            : refusal.Message;
    }

    /// <summary>Whether the clock is so wrong that the cloud refuses signatures.</summary>
    public static bool IsTooFar(TimeSpan lead) => lead.Duration() > AllowedLead;

    /// <summary>What a wrong clock means.</summary>
    public static string ClockText(TimeSpan lead)
    {
        var minutes = lead.Duration().TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture);
        return $"This machine's clock is {minutes} minutes {(lead > TimeSpan.Zero ? "ahead of" : "behind")} the cloud's; "
            + "signed calls may differ by 5 minutes at most. Set the clock, such as with: timedatectl set-ntp true";
    }

    private static string CredentialText(Account account, OciException refusal)
    {
        var remedy = account.UsesSessionToken
            ? $"The session token has ended, or was made for another region: oci session authenticate --profile-name "
                + $"{account.Profile} --region {account.Region}"
            : "Compare user, tenancy and fingerprint with the console (Profile > API keys); a key that was deleted there, "
                + "and a region that the tenancy has not subscribed to, give the same answer.";
        return $"The cloud does not accept the key of profile {account.Profile} in {account.ConfigFile} for the region "
            + $"{account.Region} ({refusal.Code}). {remedy}";
    }
}
