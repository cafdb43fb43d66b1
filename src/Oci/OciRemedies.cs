using System.Net;

namespace MoodleNodeAgent.Oci;

/// <summary>What a person can do about an error of OCI's.</summary>
internal static class OciRemedies
{
    public static string For(HttpStatusCode status, string code, string message) => (status, code) switch
    {
        (0, OciErrorCodes.Unreachable) =>
            "Check the region's name, the network and the proxy; the call can be repeated.",
        (0, _) => "Look whether the call had its effect before it is repeated without a retry token.",
        (_, "LimitExceeded") => "Raise it in the console: Governance & Administration > Limits, Quotas and Usage "
            + "(https://cloud.oracle.com/limits) > Request a service limit increase. Or use another shape.",
        (_, "QuotaExceeded") => "Change the compartment's quota policy: Governance & Administration > Quota Policies "
            + "(https://cloud.oracle.com/quotas).",
        (_, "NotAuthenticated") =>
            "Check key, fingerprint, user and tenancy of the profile, and that this clock is right to 5 minutes.",
        (_, "NotAuthorizedOrNotFound" or "RelatedResourceNotAuthorizedOrNotFound") =>
            "Check that the OCID exists in this region and that a policy allows its use.",
        (HttpStatusCode.Forbidden, "NotAllowed") => "Send the change to the tenancy's home region.",
        (_, "InvalidatedRetryToken") => "Use a new retry token: what the old one made is gone.",
        (HttpStatusCode.PreconditionFailed, _) => "Read the resource again: somebody else changed it.",
        (HttpStatusCode.InternalServerError, _) when
            message.Contains("out of host capacity", StringComparison.OrdinalIgnoreCase) =>
            "Try another fault domain, availability domain or shape.",
        _ => "",
    };
}
