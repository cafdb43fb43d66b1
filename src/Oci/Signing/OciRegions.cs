namespace MoodleNodeAgent.Oci.Signing;

/// <summary>Region keys that Oracle's tools take in place of region ids.</summary>
internal static class OciRegions
{
    /// <summary>The id of a region given by id or key; what is neither is taken as an id.</summary>
    public static string? IdOf(string? region) => region?.ToLowerInvariant() switch
    {
        "phx" => "us-phoenix-1",
        "iad" => "us-ashburn-1",
        "sjc" => "us-sanjose-1",
        "ord" => "us-chicago-1",
        "yyz" => "ca-toronto-1",
        "yul" => "ca-montreal-1",
        "gru" => "sa-saopaulo-1",
        "vcp" => "sa-vinhedo-1",
        "scl" => "sa-santiago-1",
        "qro" => "mx-queretaro-1",
        "fra" => "eu-frankfurt-1",
        "zrh" => "eu-zurich-1",
        "ams" => "eu-amsterdam-1",
        "mrs" => "eu-marseille-1",
        "lin" => "eu-milan-1",
        "cdg" => "eu-paris-1",
        "mad" => "eu-madrid-1",
        "arn" => "eu-stockholm-1",
        "lhr" => "uk-london-1",
        "cwl" => "uk-cardiff-1",
        "jed" => "me-jeddah-1",
        "dxb" => "me-dubai-1",
        "auh" => "me-abudhabi-1",
        "mtz" => "il-jerusalem-1",
        "jnb" => "af-johannesburg-1",
        "nrt" => "ap-tokyo-1",
        "kix" => "ap-osaka-1",
        "icn" => "ap-seoul-1",
        "yny" => "ap-chuncheon-1",
        "bom" => "ap-mumbai-1",
        "hyd" => "ap-hyderabad-1",
        "sin" => "ap-singapore-1",
        "syd" => "ap-sydney-1",
        "mel" => "ap-melbourne-1",
        { } id => id,
        null => null,
    };
}
