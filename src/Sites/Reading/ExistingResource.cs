using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Reading;

/// <summary>What a file can tell of an OCID: ocid1.KIND.REALM.REGION.UNIQUE.</summary>
internal static partial class ExistingResource
{
    /// <summary>Reports an OCID that is of another kind than is wanted, or of another region than the site.</summary>
    public static void Check(Section section, string key, string ocid, string kind, CloudSpec cloud)
    {
        var parts = ocid.Split('.');
        if (parts.Length != 5 || parts[0] != "ocid1" || parts[1] != kind)
        {
            section.Report(
                key, $"{Section.Quote(ocid)} is no OCID of a {kind}. Write one such as ocid1.{kind}.oc1..UNIQUE");
        }
        else if (cloud is { Provider: "oci", Region: { } region } && RegionName().IsMatch(parts[3]) && parts[3] != region)
        {
            section.Report(
                key,
                $"{Section.Quote(ocid)} lies in the region {parts[3]}, and the site in {region}. Name one of {region}, or "
                + "change cloud.region.");
        }
    }

    // Old regions have short keys such as "phx" in their OCIDs: only the cloud can tell these.
    [GeneratedRegex(@"\A[a-z]{2,}-[a-z]+(?:-[a-z]+)*-[0-9]{1,2}\z")]
    private static partial Regex RegionName();
}
