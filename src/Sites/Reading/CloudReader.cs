using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads the section cloud.</summary>
internal static partial class CloudReader
{
    private static readonly string[] Providers = ["oci", "local"];

    public static CloudSpec Read(Section cloud)
    {
        var provider = cloud.Text("provider") ?? "oci";
        var compartment = cloud.Text("compartment");
        var region = cloud.Text("region");
        var profile = cloud.Text("profile");
        if (!Providers.Contains(provider))
        {
            cloud.Report(
                "provider", $"{Section.Quote(provider)} is no provider. {Suggestion.Remedy(provider, Providers)}");
        }

        if (compartment is not null && !CompartmentId().IsMatch(compartment))
        {
            cloud.Report(
                "compartment",
                $"{Section.Quote(compartment)} is no OCID of a compartment. Copy it from the console: "
                + "ocid1.compartment.oc1..UNIQUE");
        }

        if (region is not null && !RegionName().IsMatch(region))
        {
            cloud.Report("region", $"{Section.Quote(region)} is no region. Write one such as eu-frankfurt-1.");
        }

        if (profile is not null && !ProfileName().IsMatch(profile))
        {
            cloud.Report("profile", $"{Section.Quote(profile)} cannot be a profile. Name a section of ~/.oci/config.");
        }

        if (provider == "oci")
        {
            RequireForOci(cloud, compartment, region);
        }

        if (provider == "local" && region is not null)
        {
            cloud.Warn("region", "this has no effect with provider local. Remove it.");
        }

        if (provider == "local" && profile is not null)
        {
            cloud.Warn("profile", "this has no effect with provider local. Remove it.");
        }

        cloud.RejectUnknownKeys();
        return new CloudSpec
        {
            Provider = provider,
            Profile = profile ?? "DEFAULT",
            Compartment = compartment,
            Region = region,
        };
    }

    private static void RequireForOci(Section cloud, string? compartment, string? region)
    {
        if (compartment is null)
        {
            cloud.Report(
                "compartment",
                "provider oci needs the OCID of a compartment. Write compartment: ocid1.compartment.oc1..UNIQUE, or "
                + "provider: local to try it on this machine.");
        }

        if (region is null)
        {
            cloud.Report("region", "provider oci needs a region. Write one such as region: eu-frankfurt-1.");
        }
    }

    [GeneratedRegex(@"\Aocid1\.(?:compartment|tenancy)\.[a-z0-9]+\.[a-z0-9-]*\.[A-Za-z0-9]+\z")]
    private static partial Regex CompartmentId();

    [GeneratedRegex(@"\A[a-z]{2,}-[a-z]+(?:-[a-z]+)*-[0-9]{1,2}\z")]
    private static partial Regex RegionName();

    [GeneratedRegex(@"\A[A-Za-z0-9_.@-]{1,64}\z")]
    private static partial Regex ProfileName();
}
