namespace MoodleNodeAgent.Oci.Signing;

/// <summary>Which realm a region belongs to, and under which domain the realm's services are.</summary>
internal static class OciRealms
{
    private const string Commercial = "oraclecloud.com";

    /// <summary>The domain of the region's realm; what is not in the table is taken for a new region of oc1.</summary>
    public static string DomainOf(string region) => RealmOf(region) switch
    {
        "oc2" or "oc3" => "oraclegovcloud.com",
        "oc4" => "oraclegovcloud.uk",
        "oc19" => "oraclecloud.eu",
        "oc22" => "psn-pco.it",
        "oc25" => "nricloud.jp",
        "oc31" => "sovereigncloud.nz",
        "oc40" => "jpsovereigncloud.jp",
        "oc41" => "dutechcloud.ae",
        "oc1" => Commercial,
        { } numbered => $"oraclecloud{numbered[2..]}.com",
    };

    /// <summary>The realm's key, such as oc1.</summary>
    public static string RealmOf(string region) => region switch
    {
        "us-langley-1" or "us-luke-1" => "oc2",
        "us-gov-ashburn-1" or "us-gov-chicago-1" or "us-gov-phoenix-1" => "oc3",
        "uk-gov-london-1" or "uk-gov-cardiff-1" => "oc4",
        "ap-chiyoda-1" or "ap-ibaraki-1" => "oc8",
        "me-dcc-muscat-1" or "me-duqm-1" => "oc9",
        "ap-dcc-canberra-1" => "oc10",
        "eu-dcc-milan-1" or "eu-dcc-milan-2" or "eu-dcc-rating-1" or "eu-dcc-rating-2" or "eu-dcc-dublin-1"
            or "eu-dcc-dublin-2" => "oc14",
        "ap-dcc-gazipur-1" => "oc15",
        "us-westjordan-1" => "oc16",
        "us-dcc-phoenix-1" or "us-dcc-phoenix-2" or "us-dcc-phoenix-4" => "oc17",
        "eu-frankfurt-2" or "eu-madrid-2" => "oc19",
        "eu-jovanovac-1" => "oc20",
        "me-dcc-doha-1" => "oc21",
        "eu-dcc-rome-1" => "oc22",
        "us-somerset-1" or "us-thames-1" => "oc23",
        "eu-dcc-zurich-1" or "eu-crissier-1" => "oc24",
        "ap-dcc-osaka-1" or "ap-dcc-tokyo-1" => "oc25",
        "me-abudhabi-3" or "me-alain-1" => "oc26",
        "us-dcc-swjordan-1" => "oc27",
        "us-dcc-swjordan-2" => "oc28",
        "me-abudhabi-2" or "me-abudhabi-4" => "oc29",
        "ap-hobsonville-1" or "ap-silverdale-1" => "oc31",
        "ap-seoul-2" or "ap-suwon-1" or "ap-chuncheon-2" => "oc35",
        "ap-osaka-2" or "ap-tatebayashi-1" => "oc40",
        "me-dubai-2" or "me-dubai-3" => "oc41",
        _ => "oc1",
    };
}
